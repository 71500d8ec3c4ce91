// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import org.pabal.cluster.HostName;
import org.pabal.cluster.format.v1.MembersFormat;

/// What an invited host needs to know, as one word that people carry from one terminal to another.
///
/// @param name that the host will have
/// @param inviter the name of the host that invites
/// @param address and port of its cluster service
/// @param fingerprint SHA-256 of the authority's certificate, in hexadecimal
/// @param secret of 256 bits, in hexadecimal
record JoinToken(
        String name, String inviter, String address, int port, String fingerprint, String secret) {
    private static final String PREFIX = "pabal-join-1.";
    private static final int MAX_CHARACTERS = 2_000;

    String print() {
        String text =
                String.join(
                        " ", name, inviter, address, Integer.toString(port), fingerprint, secret);
        return PREFIX
                + Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /// @return empty for what is no token of this form, as one that was cut off in copying
    static Optional<JoinToken> parse(String text) {
        String word = text.strip();
        if (!word.startsWith(PREFIX) || word.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        String[] parts;
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(word.substring(PREFIX.length()));
            parts = new String(decoded, UTF_8).split(" ", -1);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        boolean good =
                parts.length == 6
                        && HostName.parse(parts[0]).isPresent()
                        && HostName.parse(parts[1]).isPresent()
                        && MembersFormat.isAddress(parts[2])
                        && parts[3].matches("[1-9][0-9]{0,4}")
                        && parts[4].matches("[0-9a-f]{64}")
                        && parts[5].matches("[0-9a-f]{64}");
        return good
                ? Optional.of(
                        new JoinToken(
                                parts[0],
                                parts[1],
                                parts[2],
                                Integer.parseInt(parts[3]),
                                parts[4],
                                parts[5]))
                : Optional.empty();
    }

    /// Never shown whole.
    @Override
    public String toString() {
        return "token for " + name + " from " + inviter;
    }
}
