# Prints what steers packets in an instance, now and after a boot.
cat /proc/sys/net/ipv4/ip_forward
echo =====scorta=====
iptables-save
for file in /etc/sysctl.conf /etc/sysconfig/iptables; do
  echo =====scorta=====
  # A pipe, or a link to one, would never end.
  [ ! -f "$file" ] || head -c 131072 "$file"
done
