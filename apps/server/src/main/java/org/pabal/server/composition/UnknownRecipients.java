// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;
import org.pabal.mta.breaker.Breaker;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerObserver;
import org.pabal.mta.ledger.LedgerRecord;

/// Tells the circuit breaker of addresses that accounts have written to and that do not exist.
///
/// @param later runs what takes time, or leaves it out when it has too much to do
record UnknownRecipients(Directory directory, Breaker breaker, Executor later)
        implements LedgerObserver {
    /// A mailbox or a domain that is not there, or takes no mail at all. RFC 3463 §3.2, RFC 7505 §4.2.
    private static final List<String> UNKNOWN = List.of("5.1.1", "5.1.2", "5.1.10");

    @Override
    public void recorded(Ledger ledger, List<LedgerRecord> records) {
        for (LedgerRecord record : records) {
            if (record.outcome() == LedgerRecord.Outcome.FAILED
                    && UNKNOWN.contains(record.facts().getOrDefault(Fact.STATUS, ""))) {
                later.execute(() -> account(record).ifPresent(breaker::unknownRecipient));
            }
        }
    }

    private Optional<Account> account(LedgerRecord record) {
        String path = record.reversePath();
        return Address.parse(path.startsWith("<") ? path.substring(1, path.length() - 1) : path)
                .filter(address -> directory.isLocal(address.domain()))
                .flatMap(address ->
                        directory.resolve(address) instanceof Resolution.Local(var account)
                                ? Optional.of(account)
                                : Optional.empty());
    }
}
