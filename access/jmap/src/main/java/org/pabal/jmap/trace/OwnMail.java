// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.trace;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.LedgerRecord.Outcome;
import org.pabal.mta.ledger.MailId;

/// Which mails of the ledger are somebody's own. For one account and one call.
record OwnMail(Account account, Directory directory, Ledger ledger) {

    /// What somebody may see of a mail.
    ///
    /// @param records of the mail, oldest first
    /// @param isSender the account sent it, or its script sent it on
    record Seen(MailId mail, List<LedgerRecord> records, boolean isSender) {
        Optional<LedgerRecord> accepted() {
            return records.stream()
                    .filter(record -> record.outcome() == Outcome.ACCEPTED)
                    .findFirst();
        }
    }

    /// Empty for a mail that is not there, or not for these eyes: nobody learns which.
    Optional<Seen> find(MailId mail) {
        List<LedgerRecord> records = ledger.of(mail);
        if (records.isEmpty()) {
            return Optional.empty();
        }
        boolean sent = isSent(records) || isSentOn(mail, records);
        return sent || records.stream().anyMatch(this::isOwnCopy)
                ? Optional.of(new Seen(mail, records, sent))
                : Optional.empty();
    }

    private boolean isSent(List<LedgerRecord> records) {
        return records.stream()
                .flatMap(record -> record.fact(Fact.LOGIN).stream())
                .findFirst()
                .flatMap(login -> directory.findByLogin(login, LoginContext.ANYWHERE))
                .filter(this::isThis)
                .isPresent();
    }

    /// The account's own script has made it of a mail that the account got.
    private boolean isSentOn(MailId mail, List<LedgerRecord> records) {
        return records.stream()
                .flatMap(record -> record.fact(Fact.ABOUT).stream())
                .findFirst()
                .flatMap(MailId::parse)
                .filter(about ->
                        ledger.of(about).stream()
                                .filter(RecipientFate::isDecidedHere)
                                .filter(this::isOwnCopy)
                                .flatMap(record -> record.fact(Fact.MAIL).stream())
                                .flatMap(ids -> Stream.of(ids.split(" ")))
                                .anyMatch(mail.toString()::equals))
                .isPresent();
    }

    /// Whether a record is about a copy for the account.
    boolean isOwnCopy(LedgerRecord record) {
        return switch (record.outcome()) {
            case ACCEPTED -> false;
            case REFUSED -> false; // a mail that never came
            default -> leadsHere(record.fact(Fact.ACCOUNT).orElseGet(record::address));
        };
    }

    private boolean leadsHere(String address) {
        return Address.parse(address)
                .map(directory::resolve)
                .filter(found ->
                        switch (found) {
                            case Resolution.Local(Account there) -> isThis(there);
                            case Resolution.Disabled(Account there) -> isThis(there);
                            case Resolution.Alias _,
                                    Resolution.Retired _,
                                    Resolution.Unknown _,
                                    Resolution.Foreign _ ->
                                    false;
                        })
                .isPresent();
    }

    private boolean isThis(Account other) {
        return other.id().equals(account.id());
    }
}
