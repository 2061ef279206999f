# The steps of the tour: sections of the journey in order. Sourced by tour.sh.

ssh_nat() {
  if real && command -v ssh >/dev/null; then
    ssh_as 198.51.100.27 "$key" "$nat" "$1"
    return
  fi
  printf '    %s$%s ./scorta ssh %s -- %s\n' "$DIM" "$PLAIN" "$nat" "$1"
  ANSWER=$("$SCORTA_HOME/scorta" ssh $talking "$nat" -- "$1" 2>&1 </dev/null)
  STATUS=$?
  [ -z "$ANSWER" ] || printf '%s\n' "$ANSWER" | head -n 12 | sed 's/^/      /'
}

chapter '1. The place: a VPC, a public and a private subnet'
made vpc 'aws ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId' 'aws ec2 delete-vpc --vpc-id @'
made public_subnet "aws ec2 create-subnet --vpc-id $vpc --cidr-block 10.0.0.0/24 --query Subnet.SubnetId" 'aws ec2 delete-subnet --subnet-id @'
made private_subnet "aws ec2 create-subnet --vpc-id $vpc --cidr-block 10.0.1.0/24 --query Subnet.SubnetId" 'aws ec2 delete-subnet --subnet-id @'
made igw 'aws ec2 create-internet-gateway --query InternetGateway.InternetGatewayId' 'aws ec2 delete-internet-gateway --internet-gateway-id @'
aws_quietly "aws ec2 attach-internet-gateway --internet-gateway-id $igw --vpc-id $vpc"
remember "aws_with ec2 detach-internet-gateway --internet-gateway-id $igw --vpc-id $vpc"
made rtb "aws ec2 create-route-table --vpc-id $vpc --query RouteTable.RouteTableId" 'aws ec2 delete-route-table --route-table-id @'
aws_quietly "aws ec2 create-route --route-table-id $rtb --destination-cidr-block 0.0.0.0/0 --gateway-id $igw"
made assoc "aws ec2 associate-route-table --route-table-id $rtb --subnet-id $public_subnet --query AssociationId" 'aws ec2 disassociate-route-table --association-id @'
made cache_sg "aws ec2 create-security-group --group-name caches --description caches --vpc-id $vpc --query GroupId" 'aws ec2 delete-security-group --group-id @'
made nat_sg "aws ec2 create-security-group --group-name nat --description nat --vpc-id $vpc --query GroupId" 'aws ec2 delete-security-group --group-id @'
made app_sg "aws ec2 create-security-group --group-name app --description app --vpc-id $vpc --query GroupId" 'aws ec2 delete-security-group --group-id @'
made app "aws ec2 run-instances --image-id ami-12345678 --instance-type t3.micro --subnet-id $public_subnet --security-group-ids $app_sg --query Instances[0].InstanceId" 'aws ec2 terminate-instances --instance-ids @'
made other "aws ec2 run-instances --image-id ami-12345678 --instance-type t3.micro --subnet-id $public_subnet --query Instances[0].InstanceId" 'aws ec2 terminate-instances --instance-ids @'
aws_quietly "aws elasticache create-cache-subnet-group --cache-subnet-group-name caches --cache-subnet-group-description caches --subnet-ids $private_subnet"
remember 'aws_with elasticache delete-cache-subnet-group --cache-subnet-group-name caches'

chapter '2. From inside'
aws_quietly "aws elasticache create-cache-cluster --cache-cluster-id sessions --engine memcached --cache-node-type cache.t3.micro --num-cache-nodes 3 --cache-subnet-group-name caches --security-group-ids $cache_sg"
remember 'aws_with elasticache delete-cache-cluster --cache-cluster-id sessions; for i in $(seq 100); do aws_with elasticache describe-cache-clusters --cache-cluster-id sessions >/dev/null 2>&1 || break; sleep 0.2; done'
say 'Creating answers at once; the status follows from what is observed.'
until_answers 'aws_with elasticache describe-cache-clusters --cache-cluster-id sessions --query CacheClusters[0].CacheClusterStatus' available
check 'the cluster becomes available' is available
aws_run "aws ec2 describe-network-interfaces --filters Name=subnet-id,Values=$private_subnet --query 'sort(NetworkInterfaces[].PrivateIpAddress)'"
check 'its nodes are 10.0.1.230, .231 and .232' is $'10.0.1.230\t10.0.1.231\t10.0.1.232'

say 'Without a rule nobody gets in, not even from the same VPC.'
ask "$app" 10.0.1.230:11211 "$VERSION"
check 'the instance is refused, silently' has_not VERSION
if real; then
  knock "$app" 10.0.1.230 11211
  check 'no packet answers the instance' has "$SILENT"
fi
explained "$app" 10.0.1.230:11211
check 'explain says so and names the group' has "$cache_sg"

say 'If no group is named, the default group admits only its own members.'
aws_quietly 'aws elasticache create-cache-cluster --cache-cluster-id plain --engine memcached --cache-node-type cache.t3.micro --num-cache-nodes 1 --cache-subnet-group-name caches'
remember 'aws_with elasticache delete-cache-cluster --cache-cluster-id plain; for i in $(seq 100); do aws_with elasticache describe-cache-clusters --cache-cluster-id plain >/dev/null 2>&1 || break; sleep 0.2; done'
until_answers 'aws_with elasticache describe-cache-clusters --cache-cluster-id plain --query CacheClusters[0].CacheClusterStatus' available
check 'the second cluster becomes available' is available
ask "$other" plain:11211 "$VERSION"
check 'a member of the default group gets in' has VERSION
ask "$app" plain:11211 "$VERSION"
check 'a host outside the group does not' has_not VERSION

say 'The owner opens the cache to a group; instances of that group connect, others still do not.'
aws_run "aws ec2 authorize-security-group-ingress --group-id $cache_sg --protocol tcp --port 11211 --source-group $app_sg --query Return"
check 'the rule is accepted' is True
ask "$app" 10.0.1.230:11211 "$VERSION"
check 'the instance that the rule covers gets in' has VERSION
ask "$other" 10.0.1.230:11211 "$VERSION"
check 'the other instance does not' has_not VERSION

say 'A rule for 0.0.0.0/0 lets nobody in from outside: no route leads there.'
aws_quietly "aws ec2 authorize-security-group-ingress --group-id $cache_sg --protocol tcp --port 11211 --cidr 0.0.0.0/0"
ask "$other" 10.0.1.230:11211 "$VERSION"
check 'every instance of the VPC gets in now' has VERSION
ask 198.51.100.99 10.0.1.230:11211 "$VERSION"
check 'the outside does not' has_not VERSION
if real; then
  knock "$other" 10.0.1.230 11211
  check 'a program on an instance connects' has "$OPEN"
fi
aws_quietly "aws ec2 revoke-security-group-ingress --group-id $cache_sg --protocol tcp --port 11211 --cidr 0.0.0.0/0"
ask "$other" 10.0.1.230:11211 "$VERSION"
check 'after revoking it the other instance is refused again' has_not VERSION

say 'A host in a peered VPC gets in when the peering is active, both sides know the way, and a rule admits it.'
made peer_vpc 'aws ec2 create-vpc --cidr-block 10.1.0.0/16 --query Vpc.VpcId' 'aws ec2 delete-vpc --vpc-id @'
made peer_subnet "aws ec2 create-subnet --vpc-id $peer_vpc --cidr-block 10.1.0.0/24 --query Subnet.SubnetId" 'aws ec2 delete-subnet --subnet-id @'
made peer "aws ec2 run-instances --image-id ami-12345678 --instance-type t3.micro --subnet-id $peer_subnet --query Instances[0].InstanceId" 'aws ec2 terminate-instances --instance-ids @'
made pcx "aws ec2 create-vpc-peering-connection --vpc-id $vpc --peer-vpc-id $peer_vpc --query VpcPeeringConnection.VpcPeeringConnectionId" 'aws ec2 delete-vpc-peering-connection --vpc-peering-connection-id @'
aws_quietly "aws ec2 authorize-security-group-ingress --group-id $cache_sg --protocol tcp --port 11211 --cidr 10.1.0.0/24"
aws_quietly "aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id $pcx"
until_answers "aws_with ec2 describe-vpc-peering-connections --vpc-peering-connection-ids $pcx --query VpcPeeringConnections[0].Status.Code" active
check 'the peering is active' is active
ask "$peer" sessions:11211 "$VERSION"
check 'without routes the peered host does not get in' has_not VERSION
for side in "$vpc 10.1.0.0/16" "$peer_vpc 10.0.0.0/16"; do
  aws_quietly "aws ec2 describe-route-tables --filters Name=vpc-id,Values=${side% *} Name=association.main,Values=true --query RouteTables[0].RouteTableId"
  aws_quietly "aws ec2 create-route --route-table-id $ANSWER --destination-cidr-block ${side#* } --vpc-peering-connection-id $pcx"
done
ask "$peer" sessions:11211 "$VERSION"
check 'with routes on both sides it does' has VERSION
aws_quietly "aws ec2 delete-vpc-peering-connection --vpc-peering-connection-id $pcx"
ask "$peer" sessions:11211 "$VERSION"
check 'without the peering it does not' has_not VERSION
aws_quietly "aws ec2 revoke-security-group-ingress --group-id $cache_sg --protocol tcp --port 11211 --cidr 10.1.0.0/24"

say 'A subnet in a Local Zone works like any other, once the account has opted in.'
local_subnet="aws ec2 create-subnet --vpc-id $vpc --cidr-block 10.0.2.0/24 --availability-zone ${AWS_DEFAULT_REGION}-lax-1a --query Subnet.SubnetId"
aws_run "$local_subnet"
check 'before that it is refused' fails
aws_quietly "aws ec2 modify-availability-zone-group --group-name ${AWS_DEFAULT_REGION}-lax-1 --opt-in-status opted-in"
made far_subnet "$local_subnet" 'aws ec2 delete-subnet --subnet-id @'
made far "aws ec2 run-instances --image-id ami-12345678 --instance-type t3.micro --subnet-id $far_subnet --security-group-ids $app_sg --query Instances[0].InstanceId" 'aws ec2 terminate-instances --instance-ids @'
ask "$far" sessions:11211 "$VERSION"
check 'an instance there gets in by its group' has VERSION

say 'The older world: a cache security group lets an EC2 group in, and nobody else.'
use_account "$classic_account"
aws_quietly 'aws ec2 create-security-group --group-name app --description app'
aws_run "aws ec2 run-instances --image-id ami-12345678 --instance-type t3.micro --security-groups app --query Instances[0].InstanceId"
old_app=$ANSWER
aws_run "aws ec2 run-instances --image-id ami-12345678 --instance-type t3.micro --query Instances[0].InstanceId"
old_other=$ANSWER
aws_quietly 'aws elasticache create-cache-security-group --cache-security-group-name guard --description guard'
aws_quietly 'aws elasticache create-cache-cluster --cache-cluster-id old --engine memcached --cache-node-type cache.t3.micro --num-cache-nodes 1 --cache-security-group-names guard'
until_answers 'aws_with elasticache describe-cache-clusters --cache-cluster-id old --query CacheClusters[0].CacheClusterStatus' available
check 'the cluster of the older world becomes available' is available
ask "$old_app" old:11211 "$VERSION"
check 'nobody gets in by default' has_not VERSION
aws_quietly "aws elasticache authorize-cache-security-group-ingress --cache-security-group-name guard --ec2-security-group-name app --ec2-security-group-owner-id $classic_account"
ask "$old_app" old:11211 "$VERSION"
check 'an instance of the authorised group gets in' has VERSION
ask "$old_other" old:11211 "$VERSION"
check 'another does not' has_not VERSION
aws_quietly 'aws elasticache delete-cache-cluster --cache-cluster-id old'
aws_quietly "aws ec2 terminate-instances --instance-ids $old_app $old_other"
use_account "$tour_account"

say 'Only the account that launched a cache sees it.'
use_account "$stranger_account"
aws_run 'aws elasticache describe-cache-clusters --cache-cluster-id sessions'
check 'another account is told that it does not exist' has CacheClusterNotFound
aws_run "aws ec2 describe-vpcs --vpc-ids $vpc"
check 'nor does the VPC' has InvalidVpcID.NotFound
use_account "$tour_account"

chapter '3. From outside: the NAT instance'
key=$keys/nat.pem
aws_quietly "aws ec2 create-key-pair --key-name nat --key-type ed25519 --query KeyMaterial >$key && chmod 600 $key"
remember 'aws_with ec2 delete-key-pair --key-name nat'
made nat "aws ec2 run-instances --image-id ami-12345678 --instance-type t3.micro --key-name nat --subnet-id $public_subnet --private-ip-address 10.0.0.55 --security-group-ids $nat_sg --query Instances[0].InstanceId" 'aws ec2 terminate-instances --instance-ids @; for i in $(seq 100); do [ "$(aws ec2 describe-instances --instance-ids @ --query Reservations[0].Instances[0].State.Name 2>/dev/null)" = terminated ] && break; sleep 0.2; done'
until_answers "aws_with ec2 describe-instances --instance-ids $nat --query Reservations[0].Instances[0].State.Name" running
check 'the NAT instance runs' is running
made eip 'aws ec2 allocate-address --query AllocationId' 'aws ec2 release-address --allocation-id @'
aws_run "aws ec2 describe-addresses --allocation-ids $eip --query Addresses[0].PublicIp"
public_ip=$ANSWER
made eip_assoc "aws ec2 associate-address --allocation-id $eip --instance-id $nat --query AssociationId" 'aws ec2 disassociate-address --association-id @'

if real; then
  say 'Two hosts outside: the trusted client and a stranger.'
  run "./scorta outside add $talking 198.51.100.27"
  run "./scorta outside add $talking 198.51.100.99"
  check 'both are there' has $'198.51.100.27\n198.51.100.99'
  remember "'$SCORTA_HOME/scorta' outside remove $talking 198.51.100.27; '$SCORTA_HOME/scorta' outside remove $talking 198.51.100.99"
  knock 198.51.100.27 "$public_ip" 22
  check 'without a rule not even the trusted client is answered' has "$SILENT"
fi
explained 198.51.100.27 "$public_ip:11211"
check 'nothing is forwarded yet, and explain says what is missing' fails

say 'The groups on both sides.'
aws_quietly "aws ec2 authorize-security-group-ingress --group-id $nat_sg --protocol tcp --port 22 --cidr 198.51.100.27/32"
aws_quietly "aws ec2 authorize-security-group-ingress --group-id $nat_sg --protocol tcp --port 11211-11213 --cidr 198.51.100.27/32"
aws_quietly "aws ec2 authorize-security-group-ingress --group-id $nat_sg --protocol tcp --port 6379-6381 --cidr 198.51.100.27/32"
aws_quietly "aws ec2 revoke-security-group-egress --group-id $nat_sg --ip-permissions IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]"
aws_quietly "aws ec2 authorize-security-group-egress --group-id $nat_sg --ip-permissions IpProtocol=tcp,FromPort=11211,ToPort=11211,UserIdGroupPairs=[{GroupId=$cache_sg}]"
aws_quietly "aws ec2 authorize-security-group-egress --group-id $nat_sg --ip-permissions IpProtocol=tcp,FromPort=6379,ToPort=6379,UserIdGroupPairs=[{GroupId=$cache_sg}]"
aws_quietly "aws ec2 authorize-security-group-ingress --group-id $cache_sg --protocol tcp --port 11211 --source-group $nat_sg"
aws_quietly "aws ec2 authorize-security-group-ingress --group-id $cache_sg --protocol tcp --port 6379 --source-group $nat_sg"
remember "aws_with ec2 revoke-security-group-egress --group-id $nat_sg --ip-permissions IpProtocol=tcp,FromPort=11211,ToPort=11211,UserIdGroupPairs=[{GroupId=$cache_sg}]; aws_with ec2 revoke-security-group-egress --group-id $nat_sg --ip-permissions IpProtocol=tcp,FromPort=6379,ToPort=6379,UserIdGroupPairs=[{GroupId=$cache_sg}]; aws_with ec2 revoke-security-group-ingress --group-id $cache_sg --protocol tcp --port 11211 --source-group $app_sg"

say 'The first validation: the trusted client reaches SSH, a stranger does not.'
explained 198.51.100.27 "$public_ip:22"
check 'the trusted client can SSH to the NAT instance' succeeds
explained 198.51.100.99 "$public_ip:22"
check 'the stranger cannot' fails
if real; then
  knock 198.51.100.27 "$public_ip" 22
  check 'port 22 answers the trusted client' has "$OPEN"
  knock 198.51.100.99 "$public_ip" 22
  check 'the stranger hears nothing' has "$SILENT"
  if command -v ssh >/dev/null; then
    ssh_as 198.51.100.27 "$key" "$nat" 'hostname; id -un'
    check 'the key lets the trusted client in' is $'ip-10-0-0-55\nroot'
    ssh-keygen -q -t ed25519 -N '' -f "$keys/other"
    ssh_as 198.51.100.27 "$keys/other" "$nat" hostname
    check 'another key does not' fails
  else
    say 'ssh is not installed here (Debian: openssh-client): the console stands in for it.'
  fi
fi

say 'On the instance, over SSH, the commands as they stand.'
ssh_nat 'iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 11211 -j DNAT --to 10.0.1.230:11211'
check 'rule for the first node' succeeds
ssh_nat 'iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 11212 -j DNAT --to 10.0.1.231:11211'
check 'rule for the second node' succeeds
ssh_nat 'iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 11213 -j DNAT --to 10.0.1.232:11211'
check 'rule for the third node' succeeds
ssh_nat 'iptables -t nat -A POSTROUTING -o eth0 -j SNAT --to-source 10.0.0.55'
check 'the way back' succeeds
ask 198.51.100.27 "$public_ip:11211" "$VERSION"
check 'still refused: the instance does not forward IP' has_not VERSION
explained 198.51.100.27 "$public_ip:11211"
check 'and explain names it' has ip_forward
ssh_nat "sed -i 's/net.ipv4.ip_forward=0/net.ipv4.ip_forward=1/g' /etc/sysctl.conf"
check 'forwarding in sysctl.conf' succeeds
ssh_nat 'sysctl --system'
check 'forwarding on' has 'net.ipv4.ip_forward = 1'
ssh_nat 'service iptables save'
check 'rules saved' succeeds
ssh_nat 'iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 1 -j NOWHERE'
check 'a wrong command is refused as iptables refuses it' fails

say 'The second validation: the NAT instance connects to the cluster.'
ask "$nat" 10.0.1.231:11211 "$VERSION"
check 'the NAT instance gets in' has VERSION
if real; then
  ssh_nat "$(typed 10.0.1.231 11211 "$VERSION")"
  check 'and so does a program that runs there' has VERSION
fi

say "The third: the trusted client connects through the Elastic IP and each node's own port."
ask 198.51.100.27 "$public_ip:11211" 'set first 0 0 3\r\none\r\nget first\r\nquit\r\n'
check 'node 0001 stores and answers' has $'VALUE first 0 3\none'
ask 198.51.100.27 "$public_ip:11212" 'get first\r\nset second 0 0 3\r\ntwo\r\nget second\r\nquit\r\n'
check 'node 0002 is another cache' has_not 'VALUE first'
check 'and answers too' has $'VALUE second 0 3\ntwo'
ask 198.51.100.27 "$public_ip:11213" "$VERSION"
check 'node 0003 answers' has VERSION
ask 198.51.100.99 "$public_ip:11211" "$VERSION"
check 'the stranger gets no answer' has_not VERSION
if real; then
  inside 198.51.100.27 "$(typed "$public_ip" 11211 'get first\r\nquit\r\n')"
  check 'what is typed on the trusted client itself is answered' has $'VALUE first 0 3\none'
  knock 198.51.100.99 "$public_ip" 11211
  check 'the stranger hears nothing' has "$SILENT"
fi
explained 198.51.100.27 "$public_ip:11211"
check 'explain shows the way, hop by hop' succeeds

say 'Rules that were saved come back when the instance is stopped and started; others do not.'
ssh_nat 'iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 6379 -j DNAT --to 10.0.1.230:11211'
aws_quietly "aws ec2 stop-instances --instance-ids $nat"
until_answers "aws_with ec2 describe-instances --instance-ids $nat --query Reservations[0].Instances[0].State.Name" stopped
check 'the instance stops' is stopped
ask 198.51.100.27 "$public_ip:11211" "$VERSION"
check 'nothing is forwarded while it is stopped' has_not VERSION
aws_quietly "aws ec2 start-instances --instance-ids $nat"
until_answers "aws_with ec2 describe-instances --instance-ids $nat --query Reservations[0].Instances[0].State.Name" running
ask 198.51.100.27 "$public_ip:11211" "$VERSION"
check 'the saved rules work again' has VERSION
ask 198.51.100.27 "$public_ip:6379" "$VERSION"
check 'the unsaved one is gone' has_not VERSION
ssh_nat 'iptables -t nat -S PREROUTING; cat /proc/sys/net/ipv4/ip_forward'
check 'iptables on the instance says the same' has_not '--dport 6379'
check 'and it forwards IP' has $'\n1'

say 'The source/destination check may stay on while both addresses are rewritten; without SNAT it must be off.'
ssh_nat 'iptables -t nat -D POSTROUTING -o eth0 -j SNAT --to-source 10.0.0.55'
explained 198.51.100.27 "$public_ip:11211"
check 'without SNAT the check drops the packet, and explain names it' has SOURCE_DEST_CHECK
ssh_nat 'iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE'
ask 198.51.100.27 "$public_ip:11211" "$VERSION"
check 'MASQUERADE does the same as SNAT' has VERSION

chapter '4. The same for Valkey'
aws_quietly 'aws elasticache delete-cache-cluster --cache-cluster-id plain'
aws_quietly 'aws elasticache delete-cache-cluster --cache-cluster-id sessions'
until_answers 'aws_with elasticache describe-cache-clusters --query "length(CacheClusters)"' 0
check 'the memcached clusters are gone' is 0
for group in one two three; do
  aws_quietly "aws elasticache create-replication-group --replication-group-id $group --replication-group-description $group --engine valkey --cache-node-type cache.t3.micro --num-cache-clusters 1 --cache-subnet-group-name caches --security-group-ids $cache_sg"
  remember "aws_with elasticache delete-replication-group --replication-group-id $group; for i in \$(seq 100); do aws_with elasticache describe-replication-groups --replication-group-id $group >/dev/null 2>&1 || break; sleep 0.2; done"
  until_answers "aws_with elasticache describe-replication-groups --replication-group-id $group --query ReplicationGroups[0].Status" available
  check "group $group becomes available" is available
done
ssh_nat 'iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 6380 -j DNAT --to 10.0.1.231:6379'
check 'rule for 10.0.1.231' succeeds
ssh_nat 'iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 6381 -j DNAT --to 10.0.1.232:6379'
check 'rule for 10.0.1.232' succeeds
ask "$nat" 10.0.1.231:6379 "$PING"
check 'the NAT instance gets in' has +PONG
ask "$app" 10.0.1.231:6379 "$PING"
check 'an instance without a rule does not' has_not PONG
ask 198.51.100.27 "$public_ip:6380" 'SET greeting hello\r\nGET greeting\r\nQUIT\r\n'
check 'the trusted client stores and reads through port 6380' has hello
ask 198.51.100.27 "$public_ip:6381" 'GET greeting\r\nQUIT\r\n'
check 'port 6381 is another cache' has_not hello
ask 198.51.100.99 "$public_ip:6380" "$PING"
check 'the stranger gets no answer' has_not PONG
if redis_as 198.51.100.27 "$public_ip:6380" 'GET greeting'; then
  check 'redis-cli reads it from outside' is hello
fi
