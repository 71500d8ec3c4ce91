// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans;

import java.time.Instant;

/// One thing that was done.
///
/// @param service the door
/// @param name that was tried; empty for none
/// @param what in a few words
public record Evidence(Instant at, String service, String name, String what) {
    public static final int MAX_CHARS = 160;

    public Evidence {
        name = cut(name);
        what = cut(what);
    }

    private static String cut(String text) {
        return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
    }
}
