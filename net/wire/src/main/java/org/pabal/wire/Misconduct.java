// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

/// What clients do that is no mistake of a person, or too many of them.
public enum Misconduct {
    /// Recipients asked for one after the other, that are not here.
    HARVESTING,
    /// Mail for others' domains.
    RELAY_ATTEMPT,
    /// Words of another protocol, commands sent early, one error after the other.
    PROTOCOL_ABUSE,
    /// A connection that came and went without a word.
    SILENT
}
