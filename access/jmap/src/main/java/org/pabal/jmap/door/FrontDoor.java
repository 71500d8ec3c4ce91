// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.door;

import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.http.HttpExchange;
import org.pabal.http.PassedOn;
import org.pabal.jmap.JmapDoor;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The word of another host of ours, the front, that has judged a log-in and passes its requests on.
public final class FrontDoor implements JmapDoor {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final String RETRY_SECONDS = "20";

    private final Directory directory;

    public FrontDoor(Directory directory) {
        this.directory = directory;
    }

    @Override
    public Entry enter(HttpExchange exchange) {
        Optional<PassedOn> passed = exchange.passedOn().filter(word -> word.account().isPresent());
        if (passed.isEmpty()) {
            return new Entry.NoProof();
        }
        try {
            String owner = passed.get().account().orElseThrow();
            Optional<Account> account =
                    directory
                            .findByLogin(owner, LoginContext.ANYWHERE)
                            .filter(Account::enabled)
                            .filter(Account::isHere);
            if (account.isPresent()) {
                return new Entry.Admitted(account.get());
            }
            LOG.warn(
                    "event=request-astray session={} front={} account={} reason=\"the front takes us"
                            + " for its home, and our directory does not\"",
                    exchange.id(),
                    passed.get().front(),
                    owner);
        } catch (UnavailableException out) {
            LOG.warn("request of the front {}: {}", passed.get().front(), out.getMessage());
        }
        return leftBehind();
    }

    /// Two directories that disagree, or an account that has just moved.
    static Entry.Refused leftBehind() {
        return new Entry.Refused(
                503,
                "Your mailboxes are out of reach for now; try again in a moment.",
                Map.of("Retry-After", RETRY_SECONDS));
    }
}
