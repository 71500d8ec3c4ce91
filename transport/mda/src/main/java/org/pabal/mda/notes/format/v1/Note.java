// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.notes.format.v1;

import java.time.Instant;
import java.util.List;

/// What is noted of one delivery.
///
/// @param at when the mail came
/// @param rules keys of the rules that have acted
/// @param address that it came to, where it is not the account's own; else empty
/// @param domain of its author; may be empty
/// @param junk it is spam: then no address is made known by it
public record Note(Instant at, List<String> rules, String address, String domain, boolean junk) {
    public Note {
        rules = List.copyOf(rules);
    }
}
