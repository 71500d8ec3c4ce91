// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

/// How much an account may keep.
///
/// @param scripts so many
/// @param scriptOctets of one
/// @param totalOctets of all together
public record ScriptQuota(int scripts, int scriptOctets, long totalOctets) {
    public static final ScriptQuota DEFAULT = new ScriptQuota(50, 256 << 10, 4L << 20);

    public ScriptQuota {
        if (scripts < 1 || scriptOctets < 1 || totalOctets < scriptOctets) {
            throw new IllegalArgumentException(
                    "a quota lets one script in, and in all no less than one script may have");
        }
    }

    /// What there is not enough of.
    public enum Resource {
        SCRIPTS,
        SCRIPT_OCTETS,
        TOTAL_OCTETS
    }
}
