// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The senders of mail that is passed on: `srs.*`.
public final class SrsTable {
    static final Section SECTION = new Section();

    public static final Setting<String> SRS_REWRITE =
            SECTION.add(
                    "srs.rewrite",
                    Form.oneOf("needed", "always", "never"),
                    "needed",
                    "When the reverse-path of mail that an alias sends on to another host is"
                            + " rewritten (SRS): where the sender's SPF would not let us send it,"
                            + " always, or never. Reports to return addresses are taken in any case.");
    public static final Setting<Optional<String>> SRS_DOMAIN =
            SECTION.add(
                    "srs.domain",
                    Form.OPTIONAL_TEXT,
                    "",
                    "The domain of return addresses; its MX must lead here. The domain of the alias"
                            + " when not set.");
    public static final Setting<List<String>> SRS_ADDRESSES =
            SECTION.add(
                    "srs.addresses",
                    Form.LIST,
                    "",
                    "The IP addresses that other hosts see our mail come from, of which the sender's"
                            + " SPF is asked; those of the host name in the DNS when not set.");
    public static final Setting<Optional<Path>> SRS_SECRETS =
            SECTION.add(
                    "srs.secret-file",
                    Form.FILE,
                    "",
                    "The file with the secrets of return addresses, one a line, the newest first;"
                            + " made in the data directory (`srs-secrets`) when not set. Hosts that"
                            + " share a domain need the same one.");
    public static final Setting<Integer> SRS_HASH_LENGTH =
            SECTION.add(
                    "srs.hash-length",
                    Form.COUNT,
                    "4",
                    "How many characters of the hash stand in a return address, 4 to 27; shorter"
                            + " ones are not taken.");
    public static final Setting<Duration> SRS_VALIDITY =
            SECTION.add(
                    "srs.validity",
                    Form.TIME,
                    "21d",
                    "How long a return address is good, in whole days.");

    private SrsTable() {}
}
