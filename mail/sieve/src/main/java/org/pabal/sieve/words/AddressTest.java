// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderText;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.TextList;

/// `address`. RFC 5228 §5.1. Addresses in groups count, display names and comments do not.
public record AddressTest(FieldSource source, AddressPart part, TextList names, Matching keys)
        implements Test {

    /// Fields that hold addresses; in others `address` finds none. RFC 5228 §5.1
    private static final Set<String> ALLOWED =
            Set.of(
                    "from",
                    "to",
                    "cc",
                    "bcc",
                    "sender",
                    "reply-to",
                    "resent-from",
                    "resent-to",
                    "resent-cc",
                    "resent-bcc",
                    "resent-sender",
                    "resent-reply-to",
                    "return-path",
                    "delivered-to",
                    "x-original-to",
                    "original-recipient",
                    "envelope-to",
                    "apparently-to",
                    "errors-to",
                    "return-receipt-to",
                    "disposition-notification-to",
                    "mail-followup-to",
                    "mail-reply-to",
                    "x-forwarded-to",
                    "x-forwarded-for",
                    "approved",
                    "approved-by");

    /// `address [MIME] [INDEX] [COMPARATOR] [ADDRESS-PART] [MATCH-TYPE] <header-list: string-list>
    /// <key-list: string-list>`
    public static AddressTest read(Arguments in) throws ScriptError {
        FieldSource source = FieldSource.readIndexed(in);
        AddressPart part = AddressPart.read(in);
        MatchRule rule = MatchRule.read(in);
        TextList names = FieldNames.read(in, "the header names");
        for (String name : names.constant().orElse(List.of())) {
            if (!isAllowed(name)) {
                throw in.error(
                        "the field \"" + name + "\" holds no addresses: `header` looks into it");
            }
        }
        Matching keys = rule.keys(in, "the keys");
        in.end();
        return new AddressTest(source, part, names, keys);
    }

    private static boolean isAllowed(String name) {
        return ALLOWED.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean holds(Run run) {
        Matching.Attempt attempt = keys.attempt(run);
        List<String> allowed = names.values(run).stream().filter(AddressTest::isAllowed).toList();
        for (HeaderField field : source.fields(run, allowed)) {
            if (offer(run, field, attempt)) {
                return true;
            }
        }
        return attempt.end();
    }

    private boolean offer(Run run, HeaderField field, Matching.Attempt attempt) {
        run.charge(field.value().length());
        for (AddressList.Mailbox mailbox : AddressList.mailboxes(field)) {
            Optional<String> value =
                    part.of(readable(mailbox.localPart()), readable(mailbox.domain()));
            if (value.isPresent() && attempt.offer(value.get())) {
                return true;
            }
        }
        return false;
    }

    /// Addresses beyond ASCII are UTF-8. RFC 6532 §3.2
    private static String readable(String octets) {
        return octets.chars().allMatch(c -> c < 0x80) ? octets : HeaderText.decode(octets);
    }
}
