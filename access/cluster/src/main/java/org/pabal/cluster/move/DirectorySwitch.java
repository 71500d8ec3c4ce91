// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostConnection;
import org.pabal.cluster.HostLinks;
import org.pabal.cluster.Hosts;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

/// Has the directory say which host holds an account: this host's own when it can be written, and those
/// of the other hosts, to one of which this one's may be a view. Who keeps a copy of what the directory
/// says asks it anew.
public final class DirectorySwitch implements HostSwitch, MoveOperations.SetHost {
    private final DirectoryAdministration directory;
    private final Hosts hosts;
    private final HostLinks links;

    public DirectorySwitch(DirectoryAdministration directory, Hosts hosts, HostLinks links) {
        this.directory = directory;
        this.hosts = hosts;
        this.links = links;
    }

    @Override
    public void switchTo(Address address, String host) throws IOException {
        List<String> refusals = new ArrayList<>();
        boolean said = account(address).flatMap(Account::host).equals(Optional.of(host));
        if (!said) {
            Optional<String> refusal = refusal(set(address, Optional.of(host)));
            refusal.ifPresent(reason -> refusals.add("here: " + reason));
            said = refusal.isEmpty();
        }
        for (Host other : hosts.others()) {
            if (other.kind() == Host.Kind.PABAL) {
                Optional<String> refusal = ask(other.name(), address, host);
                refusal.ifPresent(reason -> refusals.add(other.name() + ": " + reason));
                said |= refusal.isEmpty();
            }
        }
        if (!said) {
            throw new IOException(
                    "no directory can be told that "
                            + address
                            + " is at "
                            + host
                            + "; say so where it is kept ("
                            + String.join("; ", refusals)
                            + ")");
        }
        directory.hostChanged(address, Optional.of(host));
    }

    private Optional<String> ask(String other, Address address, String host) {
        try (HostConnection connection = links.connect(other)) {
            HostAnswer answer =
                    connection.ask(
                            Word.SETHOST.operation(),
                            Map.of(Word.ADDRESS, address.toString(), Word.HOST, host));
            return refusal(answer);
        } catch (IOException | UnavailableException trouble) {
            return Optional.of(String.valueOf(trouble.getMessage()));
        }
    }

    private static Optional<String> refusal(HostAnswer answer) {
        return switch (answer) {
            case HostAnswer.Done _ -> Optional.empty();
            case HostAnswer.Refused(var reason) -> Optional.of(reason);
            case HostAnswer.Unavailable(var reason) -> Optional.of(reason);
        };
    }

    private HostAnswer set(Address address, Optional<String> host) {
        return switch (directory.setHost(address, host)) {
            case DirectoryAdministration.Outcome.Done _ -> HostAnswer.DONE;
            case DirectoryAdministration.Outcome.Refused(var reason) ->
                    new HostAnswer.Refused(reason);
        };
    }

    private Optional<Account> account(Address address) {
        return directory.resolve(address).asAccount();
    }

    /// Only the host that holds an account may say that another does.
    @Override
    public HostAnswer set(Address address, String host, String peer) {
        Optional<Account> account = account(address);
        if (account.isEmpty()) {
            return new HostAnswer.Refused("no such account");
        }
        String self = hosts.self().name();
        String holder = account.get().host().orElse(self);
        if (holder.equals(host)) {
            return HostAnswer.DONE;
        }
        if (!holder.equals(peer)) {
            return new HostAnswer.Refused("the account is not at " + peer + " but at " + holder);
        }
        HostAnswer answer = set(address, Optional.of(host));
        directory.hostChanged(address, Optional.of(host));
        return answer;
    }
}
