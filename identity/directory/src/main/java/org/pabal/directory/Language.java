// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

/// The languages in which the server speaks to people.
public enum Language {
    ENGLISH("en"),
    KOREAN("ko");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /// The language tag of RFC 5646.
    public String tag() {
        return tag;
    }
}
