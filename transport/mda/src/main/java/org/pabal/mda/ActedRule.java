// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

/// A part of its owner's script that has done something with a mail.
///
/// @param key by which it is counted: stays the same when other parts change or move
/// @param name that its owner gave it; empty for a line that was written by hand
/// @param line of the script, from 1: where the rule begins, or the line itself
public record ActedRule(String key, String name, int line) {

    /// Whether it was written by hand.
    public boolean isLine() {
        return key.startsWith("=");
    }

    /// As the ledger keeps it: key and name, or the line.
    public String text() {
        return isLine() ? Integer.toString(line) : key + " " + name;
    }
}
