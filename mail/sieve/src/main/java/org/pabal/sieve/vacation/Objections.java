// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.vacation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pabal.message.Address;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.sieve.Surroundings;

/// Why a message is not answered automatically. RFC 5230 §4.5, §4.6, RFC 3834 §2 (THREATS V08).
///
/// @param sender the reverse-path without its brackets, empty for the null one
/// @param more addresses that the script calls the owner's
record Objections(
        ScannedMessage message, String sender, List<String> more, Surroundings surroundings) {

    private static final int SURELY_SPAM = 8; // of 10, RFC 5235 §2.1
    private static final int PROBABLY_INFECTED = 4; // of 5, RFC 5235 §2.2

    private static final List<String> RECIPIENTS =
            List.of("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc");

    /// RFC 5230 §4.6 names some; the others are what senders of today use.
    private static final Pattern AUTOMAT =
            Pattern.compile(
                    "mailer-daemon|listserv|majordomo|owner-.*|.*-request|.*-owner"
                            + "|(.*[-._+])?(no|not|never|donot|do-not|do_not)[-._]?reply([-._+].*)?"
                            + "|bounces?([-._+=].*)?|.*-bounces?([+].*)?");

    private static final Set<String> PRECEDENCES = Set.of("bulk", "junk", "list");

    /// @return in words for the owner
    Optional<String> first() {
        return ofSender().or(this::ofHeader).or(this::ofScores).or(this::ofRecipients);
    }

    private Optional<String> ofSender() {
        if (sender.isEmpty()) {
            return Optional.of("the mail has no reverse-path");
        }
        Optional<Address> address = Address.parse(sender);
        if (address.isEmpty()) {
            return Optional.of("the reverse-path is no address");
        }
        if (isOwners(sender)) {
            return Optional.of("the mail is from the owner");
        }
        String localPart = beforeRewriting(address.get().localPart()).toLowerCase(Locale.ROOT);
        return AUTOMAT.matcher(localPart).matches()
                ? Optional.of("the sender is a program")
                : Optional.empty();
    }

    /// `SRS0=hash=time=example.net=bob` is about bob, and `prvs=tag=bob` too.
    private static String beforeRewriting(String localPart) {
        boolean rewritten = localPart.matches("(?i)(srs[01][-+=]|prvs=).*");
        return rewritten ? localPart.substring(localPart.lastIndexOf('=') + 1) : localPart;
    }

    private Optional<String> ofHeader() {
        HeaderSection header = message.header();
        for (HeaderField field : header.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            String value = HeaderText.decode(field).toLowerCase(Locale.ROOT);
            if (name.startsWith("list-")) {
                return Optional.of("the mail came over a list");
            }
            if (name.equals("auto-submitted") && !firstWord(value).equals("no")) {
                return Optional.of("the mail was sent automatically");
            }
            if (name.equals("precedence") && PRECEDENCES.contains(firstWord(value))) {
                return Optional.of("the mail is sent in bulk");
            }
            if (name.equals("x-auto-response-suppress")
                    && value.matches("(.*[ ,])?(all|oof|autoreply)([ ,].*)?")) {
                return Optional.of("the sender asks for no automatic answers");
            }
        }
        String type = message.root().content().type() + "/" + message.root().content().subtype();
        return type.equals("multipart/report")
                ? Optional.of("the mail is a report")
                : Optional.empty();
    }

    /// Up to a parameter or a comment.
    private static String firstWord(String value) {
        return value.strip().split("[ \\t;(]", 2)[0];
    }

    private Optional<String> ofScores() {
        boolean unwanted =
                surroundings.score(Surroundings.Score.SPAM) >= SURELY_SPAM
                        || surroundings.score(Surroundings.Score.VIRUS) >= PROBABLY_INFECTED;
        return unwanted ? Optional.of("the mail looks like spam") : Optional.empty();
    }

    private Optional<String> ofRecipients() {
        for (String name : RECIPIENTS) {
            for (HeaderField field : message.header().all(name)) {
                for (AddressList.Mailbox mailbox : AddressList.mailboxes(field)) {
                    if (isOwners(HeaderText.decode(mailbox.address()))) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.of("the owner is not among the addressees of the header");
    }

    private boolean isOwners(String address) {
        return surroundings.isOwn(address) || more.stream().anyMatch(mine -> isSame(mine, address));
    }

    private static boolean isSame(String one, String other) {
        Optional<Address> address = Address.parse(one).map(Address::lookupForm);
        return address.isPresent() && address.equals(Address.parse(other).map(Address::lookupForm));
    }
}
