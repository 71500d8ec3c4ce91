// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pabal.mta.ledger.LedgerRecord.End;
import org.pabal.mta.ledger.LedgerRecord.Outcome;

/// What became of one mail, told from its records.
///
/// @param accepted the record of the mail as a whole; empty when it was refused
/// @param records all that are about a recipient, oldest first
/// @param copies one for each recipient, or for each address that one leads to, in the order in
///     which they were decided
public record Story(
        MailId mail,
        Optional<LedgerRecord> accepted,
        List<LedgerRecord> records,
        List<Copy> copies) {

    /// @param queueId of the entry it waited in; empty when it was decided at once
    /// @param ends the records that end it; several when its address led to several mailboxes
    /// @param last its newest record
    public record Copy(
            String recipient,
            String address,
            String queueId,
            List<LedgerRecord> ends,
            LedgerRecord last) {

        public End end() {
            return ends.isEmpty() ? End.NONE : ends.getLast().outcome().end();
        }

        /// Whether it ended exactly once, or more than once into as many mailboxes.
        public boolean isEndedOnce() {
            long accounts =
                    ends.stream().map(end -> end.fact(Fact.ACCOUNT).orElse("")).distinct().count();
            return ends.size() == 1
                    || ends.size() == accounts
                            && ends.stream().allMatch(end -> end.outcome() == Outcome.STORED);
        }
    }

    /// @param records of one mail, oldest first, at least one
    public static Story of(List<LedgerRecord> records) {
        List<LedgerRecord> ofRecipients = new ArrayList<>();
        Optional<LedgerRecord> accepted = Optional.empty();
        Map<String, List<LedgerRecord>> byCopy = new LinkedHashMap<>();
        for (LedgerRecord record : records) {
            if (record.outcome() == Outcome.ACCEPTED) {
                accepted = Optional.of(record);
            } else {
                ofRecipients.add(record);
                byCopy.computeIfAbsent(key(record), copy -> new ArrayList<>()).add(record);
            }
        }
        List<Copy> copies = byCopy.values().stream().map(Story::copy).toList();
        return new Story(records.getFirst().mail(), accepted, ofRecipients, copies);
    }

    private static String key(LedgerRecord record) {
        String addresses = record.recipient() + ' ' + record.address() + ' ' + record.queueId();
        return addresses.toLowerCase(Locale.ROOT)
                + (record.outcome() == Outcome.JOINED ? " joined" : "");
    }

    private static Copy copy(List<LedgerRecord> records) {
        LedgerRecord last = records.getLast();
        return new Copy(
                last.recipient(),
                last.address(),
                last.queueId(),
                records.stream().filter(record -> record.outcome().isEnd()).toList(),
                last);
    }
}
