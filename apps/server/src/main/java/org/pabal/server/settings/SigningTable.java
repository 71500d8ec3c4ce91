// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;

/// Which mail is sealed and signed, and how keys are changed: `arc.*`, `dkim.*`.
public final class SigningTable {
    static final Section SECTION = new Section();

    public static final Setting<Boolean> ARC_SEAL =
            SECTION.add(
                    "arc.seal",
                    Form.SWITCH,
                    "true",
                    "Whether mail that comes in and is forwarded elsewhere is sealed (ARC) with the"
                            + " DKIM key of the domain that forwards it.");
    public static final Setting<Boolean> DKIM_SIGN =
            SECTION.add(
                    "dkim.sign",
                    Form.SWITCH,
                    "true",
                    "Whether mail of our domains is signed (DKIM), once their keys are published;"
                            + " `false` where a milter or a relay of ours signs.");
    public static final Setting<Boolean> DKIM_SIGN_OWN_NETWORKS =
            SECTION.add(
                    "dkim.sign-own-networks",
                    Form.SWITCH,
                    "true",
                    "Whether mail from clients in `mail.own-networks`, who do not log in, is signed"
                            + " too.");
    public static final Setting<String> DKIM_CANONICALIZATION =
            SECTION.add(
                    "dkim.canonicalization",
                    Form.oneOf(
                            "relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple"),
                    "relaxed/relaxed",
                    "The forms in which header fields and bodies are signed: `simple` bears no change"
                            + " of blanks on the way.");
    public static final Setting<Duration> DKIM_EXPIRY =
            SECTION.add(
                    "dkim.expiry",
                    Form.TIME,
                    "0s",
                    "How long a signature is good for (`x=`); `0s` for as long as its key is"
                            + " published.");
    public static final Setting<Duration> DKIM_SETTLE =
            SECTION.add(
                    "dkim.settle",
                    Form.TIME,
                    "2h",
                    "How long this server has seen a key's record in the DNS before the key signs, at"
                            + " least `1h`: longer than others remember that it was not there (the"
                            + " last number of the zone's SOA) and than its name servers lag.");
    public static final Setting<Duration> DKIM_CHECK_EVERY =
            SECTION.add(
                    "dkim.check-every",
                    Form.TIME,
                    "10m",
                    "How often the DNS is asked about keys that wait to sign.");
    public static final Setting<Duration> DKIM_ROTATE_EVERY =
            SECTION.add(
                    "dkim.rotate-every",
                    Form.TIME,
                    "0s",
                    "The age at which a key that signs gets a successor, which signs when its record"
                            + " is published; `0s` for never but by `pabal dkim rotate`.");
    public static final Setting<Duration> DKIM_KEEP_RETIRED =
            SECTION.add(
                    "dkim.keep-retired",
                    Form.TIME,
                    "14d",
                    "How long the record of a retired key is to stay published; longer where"
                            + " `submission.max-hold` and `queue.expiry` let mail wait longer.");

    private SigningTable() {}
}
