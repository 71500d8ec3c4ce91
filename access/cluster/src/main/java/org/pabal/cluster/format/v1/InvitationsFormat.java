// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.format.v1;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.cluster.HostName;

/// The invitations that are open, a line each: `invitation NAME until INSTANT secret SHA-256`.
public final class InvitationsFormat {
    private static final String FIRST_LINE = "pabal invitations 1";

    private InvitationsFormat() {}

    /// That a host may join.
    ///
    /// @param name that it will have
    /// @param secret SHA-256 of what it has to show, in hexadecimal
    public record Invitation(String name, Instant until, String secret) {}

    public static String print(List<Invitation> open) {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        for (Invitation each : open) {
            text.append("invitation ").append(each.name()).append(" until ");
            text.append(each.until()).append(" secret ").append(each.secret()).append('\n');
        }
        return text.toString();
    }

    /// @return empty when this is no such file
    public static Optional<List<Invitation>> parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            return Optional.empty();
        }
        List<Invitation> open = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ", -1);
            if (words.length != 6
                    || HostName.parse(words[1]).isEmpty()
                    || !words[5].matches("[0-9a-f]{64}")) {
                return Optional.empty();
            }
            try {
                open.add(new Invitation(words[1], Instant.parse(words[3]), words[5]));
            } catch (DateTimeException notATime) {
                return Optional.empty();
            }
        }
        return Optional.of(open);
    }
}
