// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import org.pabal.spam.SpamTest;
import org.pabal.spam.reading.link.Link;
import org.pabal.spam.reading.link.Link.Place;
import org.pabal.spam.reading.link.Link.Trick;

/// Links that mislead whoever follows them, or hide from those who look for them.
final class LinkTests {
    private LinkTests() {}

    static void run(MailReading reading, Findings found) {
        for (Link link : reading.links()) {
            String detail = link.host().isEmpty() ? link.scheme() : link.host();
            boolean followed = link.place() != Place.IMAGE && link.place() != Place.RESOURCE;
            for (Trick trick : link.tricks()) {
                SpamTest test = test(trick, followed);
                if (test != null) {
                    found.add(test, trick == Trick.SHOWS_OTHER_HOST ? shows(link) : detail);
                }
            }
        }
    }

    private static String shows(Link link) {
        return link.shown() + " -> " + link.host();
    }

    private static @org.jspecify.annotations.Nullable SpamTest test(Trick trick, boolean followed) {
        return switch (trick) {
            case USER_IN_FRONT -> SpamTest.LINK_USER_IN_FRONT;
            case ADDRESS -> followed ? SpamTest.LINK_TO_ADDRESS : SpamTest.IMAGE_FROM_ADDRESS;
            case DISGUISED_ADDRESS -> SpamTest.LINK_DISGUISED_ADDRESS;
            case ENCODED_HOST -> SpamTest.LINK_ENCODED_HOST;
            case ODD_SLASHES -> SpamTest.LINK_ODD_SLASHES;
            case INVISIBLE_CHARACTERS -> null; // lines are folded within links often enough
            case INTERNATIONAL -> null;
            case MIXED_SCRIPTS -> SpamTest.LINK_MIXED_SCRIPTS;
            case ODD_PORT -> SpamTest.LINK_ODD_PORT;
            case REDIRECT -> followed ? SpamTest.LINK_REDIRECT : null;
            case SHOWS_OTHER_HOST -> SpamTest.LINK_SHOWS_OTHER_HOST;
            case DATA -> null; // counted as a document within the mail
            case SCRIPT -> SpamTest.LINK_SCRIPT;
        };
    }
}
