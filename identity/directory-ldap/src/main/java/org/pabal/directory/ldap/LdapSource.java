// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import com.unboundid.ldap.sdk.SearchResultEntry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pabal.directory.ldap.connection.LdapClient;
import org.pabal.directory.ldap.mapping.AskedName;
import org.pabal.directory.ldap.mapping.EntryReader;
import org.pabal.directory.password.HashingPool;
import org.pabal.directory.source.CheckStep;
import org.pabal.directory.source.DirectorySource;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.directory.source.SourceChange;
import org.pabal.directory.source.SourceGroup;
import org.pabal.directory.source.SourceMembers;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Accounts in a directory that is asked by LDAP.
///
/// The key of an account is its entry's `entryUUID` (RFC 4530), Active Directory's objectGUID, and
/// where there is neither the distinguished name: then an entry that is renamed is another account.
public final class LdapSource implements DirectorySource {
    private final LdapConfig config;
    private final LdapClient client;
    private final Tree tree;
    private final EntryReader entries;
    private final Groups groups;
    private final RightsGroups rights;
    private final PasswordJudge judge;
    private final PasswordWriter passwords;
    private final HostWriter hosts;

    /// @param hosts the declared host that a name in an entry means, in lower case
    public LdapSource(
            LdapConfig config,
            Function<String, Optional<String>> hosts,
            HashingPool hashing,
            SecureRandom random,
            InstantSource clock) {
        this.config = config;
        this.client = new LdapClient(config.connection(), config.searcher(), clock);
        this.tree = new Tree(config, client);
        this.entries =
                new EntryReader(
                        name(), config.mapping(), Set.copyOf(config.domains()), hosts, clock);
        this.groups = new Groups(name(), client, tree, entries);
        this.rights = new RightsGroups(config, client, tree, entries);
        this.judge = new PasswordJudge(config, client, tree, hashing, random);
        this.passwords = new PasswordWriter(config, client, hashing, random);
        this.hosts = new HostWriter(config, client);
    }

    @Override
    public String name() {
        return config.connection().directory();
    }

    @Override
    public SourceAnswer find(Address address) {
        AskedName name = tree.name(address);
        Optional<SearchResultEntry> found =
                tree.one(config.mapping().find(), name, config.mapping().requested(false));
        return found.map(entry -> entries.delivery(entry, name.ownDomain()))
                .orElseGet(() -> groups.find(name));
    }

    @Override
    public Optional<SourceAccount> findByLogin(Address login) {
        AskedName name = tree.name(login);
        return tree.one(config.mapping().login(), name, config.mapping().requested(false))
                .map(entry -> entries.account(entry, name.ownDomain()));
    }

    @Override
    public boolean verify(Optional<SourceAccount> account, String password) {
        return judge.isRight(account, password);
    }

    @Override
    public void list(Predicate<List<SourceAccount>> more) {
        for (AskedName anybody : tree.places()) {
            boolean enough =
                    !tree.pages(
                            () ->
                                    tree.request(
                                            config.mapping().list(),
                                            anybody,
                                            config.mapping().requested(false),
                                            config.pageSize()),
                            page -> more.test(accounts(page, anybody.ownDomain())));
            if (enough) {
                return;
            }
        }
    }

    @Override
    public Optional<SourceGroup> findGroup(Address name) {
        return rights.find(name);
    }

    @Override
    public Optional<SourceGroup> group(String key, Address name) {
        return rights.group(key, name);
    }

    @Override
    public void listGroups(Predicate<List<SourceGroup>> more) {
        rights.list(more);
    }

    @Override
    public Optional<SourceMembers> members(String key, Address name) {
        return rights.members(key, name);
    }

    private List<SourceAccount> accounts(List<SearchResultEntry> page, Domain ownDomain) {
        List<SourceAccount> accounts = new ArrayList<>(page.size());
        for (SearchResultEntry entry : page) {
            try {
                accounts.add(entries.account(entry, ownDomain));
            } catch (UnusableEntryException noticed) {
                // it is in the log; the others are well
            }
        }
        return accounts;
    }

    @Override
    public SourceChange changePassword(
            SourceAccount account, Optional<String> oldPassword, String newPassword) {
        return passwords.change(account, oldPassword, newPassword);
    }

    @Override
    public SourceChange changeHost(SourceAccount account, Optional<String> host) {
        return hosts.change(account, host);
    }

    @Override
    public List<String> health() {
        return client.health();
    }

    /// Looks after servers and connections as it does by itself from time to time.
    void maintain() {
        client.maintain();
    }

    @Override
    public List<CheckStep> check(Optional<Address> address) {
        return new SourceCheck(config, client, tree, this).walk(address);
    }

    @Override
    public void close() {
        client.close();
    }
}
