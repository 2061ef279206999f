# What an instance does when it starts, once its network interface is there.
sysctl --system
service iptables start
