mbbcx-y += mbim_frag.o
mbbcx-y += mbim_msg.o
