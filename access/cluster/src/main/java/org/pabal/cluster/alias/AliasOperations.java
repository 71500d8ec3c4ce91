// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.alias;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.HostRequest;
import org.pabal.cluster.PieceStreams;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.OwnAliasCopies;
import org.pabal.message.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the homes of accounts say of the addresses that their owners have made. Safe for use by many
/// threads.
public final class AliasOperations {
    static final String KEEP = "alias.keep";
    static final String HEARD = "alias.heard";
    static final String ALL = "alias.all";

    // names of arguments and fields
    static final String ACCOUNT = "account";
    static final String DIGEST = "digest";
    static final String KNOWN = "known";

    private static final Logger LOG = LoggerFactory.getLogger(AliasOperations.class);
    private static final AccountId NOBODY = new AccountId(0);

    private final Directory directory;
    private final OwnAliasCopies copies;

    /// The digest of what each host said last, by its name. One that is not there is heard anew.
    private final Map<String, String> heard = new ConcurrentHashMap<>();

    public AliasOperations(Directory directory, OwnAliasCopies copies) {
        this.directory = directory;
        this.copies = copies;
    }

    /// By their names.
    public Map<String, HostOperation> all() {
        return Map.of(KEEP, this::keep, HEARD, this::heard, ALL, this::takeAll);
    }

    /// The account by its address, when its home is the host that asks and its directory is ours.
    private Optional<Account> account(Address address, String host) {
        return directory
                .resolve(address)
                .asAccount()
                .filter(account ->
                        copies.isOurs(account.id()) && account.host().equals(Optional.of(host)));
    }

    private static Address address(String text) throws IOException {
        return Address.parse(text)
                .orElseThrow(() -> new IOException("the other host sent what is no address"));
    }

    /// Keeps a name for an account, where the name is nobody else's.
    private HostAnswer keep(HostRequest request) throws IOException {
        Address owner = address(request.arguments().getOrDefault(ACCOUNT, ""));
        Optional<Account> account = account(owner, request.host());
        AccountId id = account.map(Account::id).orElse(NOBODY);
        OwnAlias made = AliasStream.readOne(PieceStreams.from(request::read), id);
        boolean free;
        if (account.isPresent()) {
            heard.remove(request.host());
            List<OwnAlias> all = new ArrayList<>(copies.allOf(id));
            all.removeIf(each -> each.address().equals(made.address()));
            all.add(made);
            free = !copies.take(id, all).contains(made.address());
        } else {
            free = copies.isToBeHad(NOBODY, made.address());
        }
        return free ? HostAnswer.DONE : new HostAnswer.Refused("it is somebody else's");
    }

    private HostAnswer heard(HostRequest request) {
        String digest = request.arguments().getOrDefault(DIGEST, "");
        return new HostAnswer.Done(
                Map.of(KNOWN, Boolean.toString(digest.equals(heard.get(request.host())))));
    }

    private HostAnswer takeAll(HostRequest request) throws IOException {
        DataInputStream in = PieceStreams.from(request::read);
        while (in.readBoolean()) {
            Address owner = address(in.readUTF());
            Optional<Account> account = account(owner, request.host());
            AccountId id = account.map(Account::id).orElse(NOBODY);
            List<OwnAlias> all = AliasStream.read(in, id);
            if (account.isPresent()) {
                for (Address taken : copies.take(id, all)) {
                    LOG.warn(
                            "event=own-alias-not-kept alias={} account={} host={}: the name is"
                                    + " somebody else's here",
                            taken,
                            owner,
                            request.host());
                }
            }
        }
        heard.put(request.host(), request.arguments().getOrDefault(DIGEST, ""));
        return HostAnswer.DONE;
    }
}
