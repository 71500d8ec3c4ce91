// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

/// What is wrong, or odd, in a script.
///
/// @param line from 1
/// @param column from 1, in characters
/// @param text one sentence; for an extension that is not enabled, with the setting that enables it
public record Finding(int line, int column, String text) {

    /// As ManageSieve and the command line show it.
    @Override
    public String toString() {
        return "line " + line + ", column " + column + ": " + text;
    }
}
