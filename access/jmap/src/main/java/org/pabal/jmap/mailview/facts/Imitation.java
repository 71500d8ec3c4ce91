// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.facts;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pabal.message.Domain;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;

/// Senders that want to be taken for somebody of the reader's own domain: its domain is written to look
/// like that one (after UTS #39 §4, for those letters that deceivers use), carries it within another, or
/// the name before the address is an address of it.
public final class Imitation {
    /// What looks like several Latin letters.
    private static final Map<String, String> PAIRS = Map.of("rn", "m", "vv", "w", "cl", "d");

    private static final String LIKE = "аᴀɑԁеһіıјӏкмоорԛѕтԝхуνορτυκαιεη01345";
    private static final String MEANT = "aaadehiijlkmoopqstwxyvoptukaienoleas";

    private Imitation() {}

    /// @param header of a mail that was not sent from here
    /// @param own the reader's domain
    /// @return the domain that is imitated
    public static Optional<String> of(HeaderSection header, Domain own) {
        String ours = shown(own.toAscii());
        for (AddressList.Mailbox each :
                header.first("From").map(AddressList::mailboxes).orElse(List.of())) {
            String theirs = shown(HeaderText.decode(each.domain()));
            if (theirs.isEmpty() || theirs.equals(ours) || theirs.endsWith("." + ours)) {
                continue;
            }
            if (isLike(theirs, ours)
                    || namesOne(each.displayName().map(HeaderText::decode).orElse(""), ours)) {
                return Optional.of(ours);
            }
        }
        return Optional.empty();
    }

    private static boolean isLike(String theirs, String ours) {
        String dashed = ours.replace('.', '-');
        return skeleton(theirs).equals(skeleton(ours))
                || theirs.startsWith(ours + ".")
                || theirs.contains("." + ours + ".")
                || theirs.startsWith(dashed + ".")
                || theirs.startsWith(dashed + "-")
                || theirs.contains("-" + dashed + ".")
                || theirs.contains("." + dashed + ".");
    }

    /// `haneul@code.kr` as the name of another's address.
    private static boolean namesOne(String name, String ours) {
        return Pattern.compile("@(?:[\\w-]+\\.)*" + Pattern.quote(ours) + "(?![\\w.-]*\\w)")
                .matcher(name.toLowerCase(Locale.ROOT))
                .find();
    }

    private static String shown(String domain) {
        return Domain.parse(domain).map(Domain::name).orElse(domain).toLowerCase(Locale.ROOT);
    }

    /// The same for what looks the same.
    static String skeleton(String domain) {
        StringBuilder plain = new StringBuilder();
        domain.codePoints()
                .forEach(letter -> {
                    int at = LIKE.indexOf(letter);
                    if (at >= 0) {
                        plain.append(MEANT.charAt(at));
                    } else {
                        plain.appendCodePoint(letter);
                    }
                });
        String skeleton = plain.toString();
        for (Map.Entry<String, String> pair : PAIRS.entrySet()) {
            skeleton = skeleton.replace(pair.getKey(), pair.getValue());
        }
        return skeleton;
    }
}
