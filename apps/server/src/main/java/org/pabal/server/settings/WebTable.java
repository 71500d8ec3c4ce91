// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.List;

/// The web pages, and JMAP: `web.*`, `jmap.*`.
public final class WebTable {
    static final Section SECTION = new Section();

    public static final Setting<Duration> WEB_SESSION_IDLE =
            SECTION.add(
                    "web.session-idle",
                    Form.TIME,
                    "24h",
                    "How long a browser stays signed in without asking for anything; 1 hour at most"
                            + " on a device that its user called shared.");
    public static final Setting<Duration> WEB_SESSION_LONGEST =
            SECTION.add(
                    "web.session-longest",
                    Form.TIME,
                    "30d",
                    "After how long everybody signs in anew; 12 hours at most on a device that its"
                            + " user called shared.");
    public static final Setting<List<String>> WEB_PICTURE_NETWORKS =
            SECTION.add(
                    "web.picture-networks",
                    Form.LIST,
                    "",
                    "Networks from which pictures of mails are fetched although they are loopback or"
                            + " private, there from any port: `[\"192.168.1.20\"]`.");
    public static final Setting<String> JMAP_PRINCIPALS =
            SECTION.add(
                    "jmap.principals",
                    Form.oneOf("nobody", "domain", "everybody"),
                    "domain",
                    "Whom people find on their pages and over JMAP to share mailboxes with: nobody,"
                            + " who has an address of the same domain, or everybody here. With whom"
                            + " one shares already, either way, one finds in any case.");
    public static final Setting<String> WEB_SECOND_FACTOR =
            SECTION.add(
                    "web.second-factor",
                    Form.oneOf("optional", "required"),
                    "optional",
                    "Whether people may sign in to the web pages with their password alone. Where a"
                            + " second factor is `required`, who has none makes one right after the"
                            + " password, and mail programs take app passwords only.");
    public static final Setting<List<String>> WEB_SECOND_FACTOR_DOMAINS =
            SECTION.add(
                    "web.second-factor-domains",
                    Form.LIST,
                    "",
                    "Domains whose people need a second factor where `web.second-factor` is optional:"
                            + " `[\"example.org\"]`.");

    private WebTable() {}
}
