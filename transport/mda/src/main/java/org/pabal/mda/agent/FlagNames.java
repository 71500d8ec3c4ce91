// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.util.List;
import org.pabal.mailbox.Flags;

/// Flags as scripts name them. RFC 5232 §2: what IMAP does not know as a flag is passed over.
final class FlagNames {
    private FlagNames() {}

    static Flags of(List<String> names) {
        return names.isEmpty()
                ? Flags.NONE
                : Flags.of(names.stream().filter(FlagNames::isFlag).toList());
    }

    /// A flag that may be set, or a keyword: an atom of RFC 9051 §9.
    private static boolean isFlag(String name) {
        return name.startsWith("\\")
                ? Flags.SYSTEM.stream().anyMatch(name::equalsIgnoreCase)
                : !name.isEmpty()
                        && name.chars()
                                .allMatch(c -> c > 0x20 && c < 0x7F && "(){%*\"\\]".indexOf(c) < 0);
    }
}
