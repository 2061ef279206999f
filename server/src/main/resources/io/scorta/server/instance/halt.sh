# What the end of an instance's run means to what a boot makes anew. Its first process stays.
kill -9 -1 2>/dev/null
for table in $(iptables-save | sed -n 's/^\*//p'); do
  printf '*%s\nCOMMIT\n' "$table" | iptables-restore
done
echo 0 >/proc/sys/net/ipv4/ip_forward
find /tmp /run /var -mindepth 1 -delete
