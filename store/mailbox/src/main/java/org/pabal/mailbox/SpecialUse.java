// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// What a mailbox is for. RFC 6154 §2, RFC 8457 §3.
public enum SpecialUse {
    ARCHIVE("\\Archive"),
    DRAFTS("\\Drafts"),
    JUNK("\\Junk"),
    SENT("\\Sent"),
    TRASH("\\Trash"),
    /// No account has one from the beginning.
    IMPORTANT("\\Important");

    private final String attribute;

    SpecialUse(String attribute) {
        this.attribute = attribute;
    }

    /// As LIST shows it.
    public String attribute() {
        return attribute;
    }
}
