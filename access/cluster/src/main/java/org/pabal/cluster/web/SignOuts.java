// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostConnection;
import org.pabal.cluster.HostLinks;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.HostRequest;
import org.pabal.message.UnavailableException;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells homes that an account's password has changed in our directory, so that the sessions of its
/// browsers end there (THREATS A09): the operation `web.signout`. What a home cannot hear now it hears
/// when it is back.
public final class SignOuts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignOuts.class);
    private static final String NAME = "web.signout";
    private static final String ACCOUNT = "account";
    private static final Duration AGAIN = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HostLinks links;
    private final Owing owing;
    private final Thread teller = Thread.ofVirtual().name("sign-outs").unstarted(this::keepTelling);
    private volatile boolean stopped;

    /// Goes through what is owed.
    @FunctionalInterface
    public interface Owing {

        /// @param teller for each account, who is to say whether its home has been told
        void each(Teller teller);
    }

    /// Tells one home.
    @FunctionalInterface
    public interface Teller {

        /// @param host the home's name
        /// @param account its address
        /// @return whether it is settled
        boolean tell(String host, String account);
    }

    public SignOuts(HostLinks links, Owing owing) {
        this.links = links;
        this.owing = owing;
    }

    public void start() {
        teller.start();
    }

    /// Something is owed.
    public void wake() {
        LockSupport.unpark(teller);
    }

    private void keepTelling() {
        while (!stopped) {
            try {
                owing.each(this::tell);
            } catch (UnavailableException down) {
                LOG.warn("event=sign-outs-unknown reason=\"{}\"", down.getMessage());
            } catch (RuntimeException bug) {
                LOG.error("event=sign-outs-broke", bug);
            }
            LockSupport.parkNanos(this, AGAIN.toNanos());
        }
    }

    private boolean tell(String host, String account) {
        try (HostConnection link = links.connect(host)) {
            var call = link.call(NAME, Map.of(ACCOUNT, account));
            call.readDeadline(PATIENCE);
            HostAnswer answer = call.answer();
            LOG.info(
                    "event=sign-out-told host={} account={} answer={}",
                    host,
                    new LogText(account),
                    new LogText(answer.toString()));
            return !(answer instanceof HostAnswer.Unavailable);
        } catch (IOException | UnavailableException away) {
            LOG.warn(
                    "event=sign-out-waits host={} account={} reason={}",
                    host,
                    new LogText(account),
                    new LogText(String.valueOf(away.getMessage())));
            return false;
        }
    }

    /// What other hosts may ask.
    ///
    /// @param ending ends the sessions of an account by its address; false where there is none
    public static Map<String, HostOperation> operations(Predicate<String> ending) {
        return Map.of(NAME, request -> answer(request, ending));
    }

    private static HostAnswer answer(HostRequest request, Predicate<String> ending) {
        String account = request.arguments().getOrDefault(ACCOUNT, "");
        return ending.test(account)
                ? HostAnswer.DONE
                : new HostAnswer.Refused("there is no account " + account);
    }

    @Override
    public void close() {
        stopped = true;
        wake();
    }
}
