// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.List;

/// The first run in a browser: `setup.*`.
public final class SetupTable {
    static final Section SECTION = new Section();

    public static final Setting<List<String>> SETUP_OUTBOUND_HOSTS =
            SECTION.add(
                    "setup.outbound-hosts",
                    Form.LIST,
                    "gmail-smtp-in.l.google.com,mx1.naver.com,mx1.hanmail.net,mx01.mail.icloud.com,"
                            + "outlook-com.olc.protection.outlook.com",
                    "Mail exchangers of large providers to which the set-up connects when it is asked whether mail gets"
                            + " out, on port 25 or the one behind a colon; nothing is sent to them.");

    private SetupTable() {}
}
