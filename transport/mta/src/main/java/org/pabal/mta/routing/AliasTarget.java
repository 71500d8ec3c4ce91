// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import org.pabal.message.Address;

/// One of the things that an alias in a file leads to.
public sealed interface AliasTarget {

    /// Another address, which may be an alias again.
    record To(Address address) implements AliasTarget {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    /// `\name`: the account itself, whatever alias has its name.
    record Itself(Address address) implements AliasTarget {
        @Override
        public String toString() {
            return "\\" + address;
        }
    }

    /// A program, a Maildir or an mbox of this host.
    record Kept(NextHop.FinalHop hop) implements AliasTarget {
        @Override
        public String toString() {
            return hop.toString();
        }
    }
}
