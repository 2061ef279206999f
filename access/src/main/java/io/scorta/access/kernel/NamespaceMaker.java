package io.scorta.access.kernel;

/// Makes the namespaces of holders that bring their own: an instance's root can use `iptables` only
/// in a network namespace that belongs to the instance's own user namespace, so whoever makes the
/// instance makes both.
///
/// Called by whoever realises the network, at the moments at which it would make and remove a plain
/// one; the name is that of an interface, [Namespaces#key] tells its id. All else is the same for
/// both kinds: the caller plugs `eth0` in, and the namespace goes with its name.
public interface NamespaceMaker {
  /// Nobody brings a namespace.
  NamespaceMaker NONE =
      new NamespaceMaker() {
        @Override
        public boolean make(Namespace where) {
          return false;
        }

        @Override
        public void leave(Namespace where) {
          // Nobody lives there.
        }
      };

  /// Makes the namespace under this name, which nothing has at this moment, if its holder brings
  /// one.
  ///
  /// @return whether it is there now; if not, the caller makes a plain one
  boolean make(Namespace where);

  /// Ends what lives in a namespace that is about to be removed, if anything does. Its name may be
  /// gone when this returns.
  void leave(Namespace where);
}
