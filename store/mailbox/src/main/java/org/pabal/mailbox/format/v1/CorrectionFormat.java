// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.util.ArrayList;
import java.util.List;
import org.pabal.mailbox.Correction;
import org.pabal.mailbox.EmailId;

/// The records under `N`: what one change has said of messages.
public final class CorrectionFormat {
    private static final int VERSION = 1;

    private CorrectionFormat() {}

    public static byte[] encode(List<Correction> corrections) {
        OctetWriter out = new OctetWriter(8 + corrections.size() * 3);
        out.octet(VERSION).number(corrections.size());
        long last = 0;
        for (Correction each : corrections) {
            out.octet(octet(each.kind())).signed(each.email().value() - last);
            last = each.email().value();
        }
        return out.toOctets();
    }

    private static int octet(Correction.Kind kind) {
        return switch (kind) {
            case SPAM -> 0;
            case HAM -> 1;
            case SPAM_WITHDRAWN -> 2;
            case HAM_WITHDRAWN -> 3;
        };
    }

    public static List<Correction> decode(byte[] octets) {
        OctetReader in = new OctetReader(octets, VERSION);
        int count = in.count();
        List<Correction> corrections = new ArrayList<>(count);
        long last = 0;
        for (int i = 0; i < count; i++) {
            Correction.Kind kind = in.oneOf(Correction.Kind.values());
            last += in.signed();
            corrections.add(new Correction(new EmailId(last), kind));
        }
        return corrections;
    }
}
