// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.util.Optional;

/// What a term asks. RFC 7208 §5.
sealed interface Mechanism {

    record All() implements Mechanism {}

    record Include(MacroString domain) implements Mechanism {}

    /// @param domain empty: the record's own
    record A(Optional<MacroString> domain, DualCidr cidr) implements Mechanism {}

    record Mx(Optional<MacroString> domain, DualCidr cidr) implements Mechanism {}

    record Ptr(Optional<MacroString> domain) implements Mechanism {}

    record Ip(AddressBlock block) implements Mechanism {}

    record Exists(MacroString domain) implements Mechanism {}
}
