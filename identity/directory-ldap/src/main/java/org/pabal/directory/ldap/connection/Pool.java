// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.connection;

import com.unboundid.ldap.sdk.LDAPException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.pabal.message.UnavailableException;

/// Connections of one identity that are kept for the next question.
final class Pool implements AutoCloseable {
    private final LdapConnectionConfig config;
    private final Optional<LdapIdentity> identity;
    private final Servers servers;
    private final Connector connector;
    private final Deadlines deadlines;
    private final InstantSource clock;
    private final Semaphore places;
    private final ConcurrentLinkedDeque<ServerConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Pool(
            LdapConnectionConfig config,
            Optional<LdapIdentity> identity,
            Servers servers,
            Connector connector,
            Deadlines deadlines,
            InstantSource clock) {
        this.config = config;
        this.identity = identity;
        this.servers = servers;
        this.connector = connector;
        this.deadlines = deadlines;
        this.clock = clock;
        this.places = new Semaphore(config.maxConnections(), true);
    }

    /// Asks by a kept connection, else by a new one, of each server once, as long as there is time.
    ///
    /// @param step what it is, for messages
    /// @param question asked again when a connection breaks
    <T> T ask(String step, Question<T> question) {
        TimeLeft time = TimeLeft.of(config.answerLimit());
        takePlace(step, time);
        try {
            return askKept(step, question, time);
        } finally {
            places.release();
        }
    }

    /// Who waits for one of the places waits no longer than for an answer.
    private void takePlace(String step, TimeLeft time) {
        try {
            if (!places.tryAcquire(time.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw unavailable(
                        "all servers",
                        step,
                        "all " + config.maxConnections() + " connections are busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("all servers", step, "interrupted");
        }
    }

    private <T> T askKept(String step, Question<T> question, TimeLeft time) {
        Optional<ServerConnection> kept = takeKept();
        if (kept.isPresent()) {
            LdapServer server = kept.get().server();
            TimeLeft share = time.share(servers.count());
            try {
                return ask(kept.get(), question, share);
            } catch (LDAPException failure) {
                if (!Failures.isBroken(failure.getResultCode())) {
                    throw unavailable(server.name(), step, Failures.reason(failure));
                }
                drop(server); // the others have broken with it
                if (share.isOver()) {
                    late(server, step);
                }
            }
        }
        return askAnew(step, question, time);
    }

    /// Connections to servers that do not answer are of no use.
    private Optional<ServerConnection> takeKept() {
        ServerConnection kept = idle.pollFirst();
        while (kept != null && servers.isDown(kept.server())) {
            kept.drop();
            kept = idle.pollFirst();
        }
        return Optional.ofNullable(kept);
    }

    /// A server that is silent uses up its share of the time, not that of the others.
    private <T> T askAnew(String step, Question<T> question, TimeLeft all) {
        UnavailableException last = unavailable("all servers", step, noAnswer());
        List<LdapServer> turn = servers.inTurn();
        for (int i = 0; i < turn.size() && !all.isOver(); i++) {
            LdapServer server = turn.get(i);
            TimeLeft time = all.share(turn.size() - i);
            String doing = "connect";
            try {
                ServerConnection fresh = connector.open(server, identity, time);
                doing = step;
                T answer = ask(fresh, question, time);
                servers.answers(server);
                return answer;
            } catch (LDAPException failure) {
                if (doing.equals(step) && !Failures.isBroken(failure.getResultCode())) {
                    servers.answers(server);
                    throw unavailable(server.name(), step, Failures.reason(failure));
                }
                if (time.isOver()) {
                    last = late(server, doing);
                } else {
                    servers.failed(server, doing + ": " + Failures.reason(failure));
                    last = unavailable(server.name(), doing, Failures.reason(failure));
                }
            }
        }
        throw last;
    }

    private UnavailableException late(LdapServer server, String step) {
        servers.failed(server, step + ": " + noAnswer());
        return unavailable(server.name(), step, noAnswer());
    }

    private String noAnswer() {
        return "no answer in time (time-limit is " + config.answerLimit().toMillis() + " ms)";
    }

    private UnavailableException unavailable(String server, String step, String reason) {
        return Failures.unavailable(config.directory(), server, step, reason);
    }

    private <T> T ask(ServerConnection connection, Question<T> question, TimeLeft time)
            throws LDAPException {
        boolean usable = false;
        try {
            T answer = connection.ask(question, time, deadlines);
            usable = true;
            return answer;
        } catch (LDAPException failure) {
            usable = !Failures.isBroken(failure.getResultCode());
            throw failure;
        } catch (UnavailableException judged) {
            usable = true; // the answer was whole, and somebody does not like what is in it
            throw judged;
        } finally {
            if (usable) {
                keep(connection);
            } else {
                connection.drop();
            }
        }
    }

    private void keep(ServerConnection connection) {
        Instant now = clock.instant();
        connection.usedAt(now);
        if (closed || isOld(connection, now) || !servers.isBest(connection.server())) {
            connection.close();
            return;
        }
        idle.addFirst(connection);
        if (closed) {
            closeIdle(); // closed in between
        }
    }

    private boolean isOld(ServerConnection connection, Instant now) {
        return connection.since().plus(config.maxAge()).isBefore(now);
    }

    /// Forgets the idle connections to a server that has gone.
    private void drop(LdapServer server) {
        for (ServerConnection connection : idle) {
            if (connection.server().equals(server) && idle.remove(connection)) {
                connection.drop();
            }
        }
    }

    /// Looks after connections that nobody has used for a while, so that a firewall that has
    /// forgotten them, or a server that has gone, is found out before a user waits.
    void maintain() {
        Instant unusedSince = clock.instant().minus(config.checkInterval());
        List<ServerConnection> due = new ArrayList<>();
        for (ServerConnection connection : idle) {
            if (!connection.used().isAfter(unusedSince)) {
                due.add(connection);
            }
        }
        for (ServerConnection connection : due) {
            if (places.tryAcquire()) {
                try {
                    check(connection);
                } finally {
                    places.release();
                }
            }
        }
    }

    private void check(ServerConnection connection) {
        if (!idle.remove(connection)) {
            return; // somebody uses it
        }
        if (!servers.isBest(connection.server()) || isOld(connection, clock.instant())) {
            connection.close();
            return;
        }
        try {
            var _ =
                    ask(
                            connection,
                            ldap -> Optional.ofNullable(ldap.getRootDSE()),
                            TimeLeft.of(config.answerLimit()));
        } catch (LDAPException failure) {
            if (Failures.isBroken(failure.getResultCode())) {
                drop(connection.server());
            }
        }
    }

    private void closeIdle() {
        ServerConnection connection = idle.pollFirst();
        while (connection != null) {
            connection.close();
            connection = idle.pollFirst();
        }
    }

    int idleCount() {
        return idle.size();
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
    }
}
