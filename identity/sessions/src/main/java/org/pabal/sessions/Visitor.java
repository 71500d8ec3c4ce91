// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

/// Whose browser it is, as far as it says so itself: for the owner's eyes only.
///
/// @param device of the browser, shortened: `Firefox on Windows`; may be empty
/// @param address from which it came last
public record Visitor(String device, String address) {
    private static final int MAX_CHARACTERS = 100;

    public Visitor {
        device = cut(device);
        address = cut(address);
    }

    private static String cut(String text) {
        return text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) : text;
    }
}
