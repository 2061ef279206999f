# What an instance does when it starts, once its network interface is there.
timeout 10 sysctl --system
timeout 10 service iptables start
