// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.mtasts;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The TXT record at `_mta-sts.DOMAIN`, which says that the domain has a policy. RFC 8461 §3.1
///
/// @param id changes with the policy
public record StsRecord(String id) {
    private static final Pattern VERSION = Pattern.compile("v=STSv1[ \\t]*(;.*|)", Pattern.DOTALL);
    private static final Pattern FIELD =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,31})=([\\x21-\\x3A\\x3C\\x3E-\\x7E]+)");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");
    private static final int MAX_OCTETS = 4_096;

    /// What the TXT records of the name say.
    public sealed interface Found {
        record One(StsRecord record) implements Found {}

        /// No record of MTA-STS.
        record None() implements Found {}

        /// Counts as none.
        record Unusable(String reason) implements Found {}
    }

    public static String nameFor(String domain) {
        return "_mta-sts." + domain;
    }

    /// @param texts of the TXT records, the strings of each joined
    public static Found parse(List<String> texts) {
        List<String> ours = texts.stream().filter(text -> VERSION.matcher(text).matches()).toList();
        if (ours.isEmpty()) {
            return new Found.None();
        }
        return ours.size() > 1
                ? new Found.Unusable("there are " + ours.size() + " records of MTA-STS, not one")
                : parse(ours.getFirst());
    }

    private static Found parse(String text) {
        if (text.length() > MAX_OCTETS) {
            return new Found.Unusable("the record is longer than " + MAX_OCTETS + " octets");
        }
        String id = "";
        String[] fields = text.split(";", -1);
        for (int i = 1; i < fields.length; i++) {
            String field = fields[i].strip();
            Matcher pair = FIELD.matcher(field);
            if (field.isEmpty() && i == fields.length - 1) {
                break;
            }
            if (!pair.matches()) {
                return new Found.Unusable("a field of the record is not of the form name=value");
            }
            if (pair.group(1).equals("id") && id.isEmpty()) {
                id = pair.group(2);
            }
        }
        return ID.matcher(id).matches()
                ? new Found.One(new StsRecord(id))
                : new Found.Unusable("the record has no id of 1 to 32 letters and digits");
    }

    /// As it is to be published.
    public String text() {
        return "v=STSv1; id=" + id + ";";
    }
}
