// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.alias;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostCall;
import org.pabal.cluster.HostConnection;
import org.pabal.cluster.HostLinks;
import org.pabal.cluster.Hosts;
import org.pabal.cluster.PieceStreams;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.OwnAliasCopies;
import org.pabal.directory.OwnAliases;
import org.pabal.message.UnavailableException;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the other hosts which addresses people have made here. See the package for how. Safe for use by
/// many threads.
public final class AliasTelling implements OwnAliases.Elsewhere, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AliasTelling.class);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Hosts hosts;
    private final HostLinks links;
    private final OwnAliasCopies own;
    private final Consumer<AccountId> open;
    private final Thread teller =
            Thread.ofVirtual().name("own-aliases").unstarted(this::keepTelling);

    /// Why a host could not be told when that was tried last, so that the log has it once.
    private final Map<String, String> troubles = new ConcurrentHashMap<>();

    private volatile boolean stopped;

    /// @param own what is known of them here
    /// @param open throws an {@link UnavailableException} while an account is not to be changed here
    public AliasTelling(
            Hosts hosts, HostLinks links, OwnAliasCopies own, Consumer<AccountId> open) {
        this.hosts = hosts;
        this.links = links;
        this.own = own;
        this.open = open;
    }

    public void start() {
        teller.start();
    }

    @Override
    public void checkHere(AccountId account) {
        open.accept(account);
    }

    private List<Host> others() {
        return hosts.others().stream().filter(host -> host.kind() == Host.Kind.PABAL).toList();
    }

    @Override
    public boolean keeps(Account account, OwnAlias made) {
        for (Host host : others()) {
            try (HostConnection connection = links.connect(host.name())) {
                if (!keeps(connection, account, made)) {
                    return false;
                }
            } catch (IOException away) {
                throw new UnavailableException(
                        "the host "
                                + host.name()
                                + ", which has to hear of a new address, does not answer; try again"
                                + " later",
                        away);
            }
        }
        return true;
    }

    private static boolean keeps(HostConnection connection, Account account, OwnAlias made)
            throws IOException {
        HostCall call =
                connection.call(
                        AliasOperations.KEEP,
                        Map.of(AliasOperations.ACCOUNT, account.address().toString()));
        call.readDeadline(PATIENCE);
        DataOutputStream out = PieceStreams.to(call::write);
        AliasStream.write(out, made);
        out.flush();
        return switch (call.answer()) {
            case HostAnswer.Done _ -> true;
            case HostAnswer.Refused _ -> false;
            case HostAnswer.Unavailable(var reason) -> throw new IOException(reason);
        };
    }

    @Override
    public void changed() {
        LockSupport.unpark(teller);
    }

    private void keepTelling() {
        while (!stopped) {
            try {
                tellAll();
            } catch (UnavailableException trouble) {
                LOG.warn("event=own-aliases-not-told reason=\"{}\"", trouble.getMessage());
            } catch (RuntimeException bug) {
                LOG.error("event=own-aliases-not-told", bug);
            }
            LockSupport.parkNanos(this, AGAIN.toNanos());
        }
    }

    /// Tells each host what it has not heard.
    void tellAll() {
        List<Host> others = others();
        if (others.isEmpty()) {
            return;
        }
        String digest = digest();
        for (Host host : others) {
            try {
                tell(host.name(), digest);
                troubles.remove(host.name());
            } catch (IOException | UnavailableException away) {
                String reason = String.valueOf(away.getMessage());
                if (!reason.equals(troubles.put(host.name(), reason))) {
                    LOG.info(
                            "event=own-aliases-wait host={} reason={}",
                            host.name(),
                            new LogText(reason));
                }
            }
        }
    }

    private void tell(String host, String digest) throws IOException {
        Map<String, String> said = Map.of(AliasOperations.DIGEST, digest);
        try (HostConnection connection = links.connect(host)) {
            HostCall asked = connection.call(AliasOperations.HEARD, said);
            asked.readDeadline(PATIENCE);
            String known = done(asked.answer()).getOrDefault(AliasOperations.KNOWN, "");
            if (!Boolean.parseBoolean(known)) {
                HostCall call = connection.call(AliasOperations.ALL, said);
                call.readDeadline(PATIENCE);
                DataOutputStream out = PieceStreams.to(call::write);
                writeAll(out);
                out.flush();
                done(call.answer());
            }
        }
    }

    private static Map<String, String> done(HostAnswer answer) throws IOException {
        return switch (answer) {
            case HostAnswer.Done(var fields) -> fields;
            case HostAnswer.Refused(var reason) -> throw new IOException(reason);
            case HostAnswer.Unavailable(var reason) -> throw new IOException(reason);
        };
    }

    /// Every account, so that whoever keeps copies learns of one that has none any more.
    private void writeAll(DataOutputStream out) throws IOException {
        try {
            own.forEachHere((account, all) -> {
                try {
                    out.writeBoolean(true);
                    out.writeUTF(account.address().toString());
                    AliasStream.write(out, all);
                } catch (IOException cut) {
                    throw new UncheckedIOException(cut);
                }
            });
        } catch (UncheckedIOException cut) {
            throw cut.getCause();
        }
        out.writeBoolean(false);
    }

    private String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DataOutputStream out =
                    new DataOutputStream(
                            new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
                writeAll(out);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        stopped = true;
        changed();
    }
}
