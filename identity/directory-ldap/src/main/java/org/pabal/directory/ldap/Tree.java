// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPRuntimeException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultListener;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.ldap.connection.LdapClient;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Referrals;
import org.pabal.directory.ldap.mapping.AskedName;
import org.pabal.directory.ldap.mapping.DnTemplate;
import org.pabal.directory.ldap.mapping.FilterTemplate;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Searches, with a bound on every answer.
final class Tree {
    private static final Logger log = LoggerFactory.getLogger(Tree.class);

    /// An address is one person's or nobody's: with a second entry it is known that it is not.
    private static final int ONE_AND_ANOTHER = 2;

    /// Pages of one list; with 500 entries each, 50 million.
    private static final int MAX_PAGES = 100_000;

    private final LdapConfig config;
    private final LdapClient client;

    Tree(LdapConfig config, LdapClient client) {
        this.config = config;
        this.client = client;
    }

    /// The domain that completes bare names where an address of this domain is looked for.
    Domain ownDomain(Domain domain) {
        return config.base().hasPlaces() ? domain : config.domains().getFirst();
    }

    AskedName name(Address address) {
        return new AskedName(address, ownDomain(address.domain()));
    }

    /// Where an address is looked for.
    DN base(AskedName name) {
        return config.base().fill(name);
    }

    /// The one entry that the filter finds.
    ///
    /// @throws UnusableEntryException when there is another: whose mail would it be (THREATS L03)
    Optional<SearchResultEntry> one(FilterTemplate filter, AskedName name, String[] attributes) {
        List<SearchResultEntry> found =
                client.ask(
                        "search",
                        ldap -> search(ldap, request(filter, name, attributes, ONE_AND_ANOTHER)));
        if (found.size() > 1) {
            log.warn(
                    "event=ldap_two_entries audit=true directory={} name={} entries={}",
                    config.connection().directory(),
                    new LogText(name.address()),
                    new LogText(found.stream().map(Entry::getDN).toList()));
            throw new UnusableEntryException(
                    "the directory "
                            + config.connection().directory()
                            + " has more than one entry for "
                            + name.address()
                            + ": "
                            + found.stream().map(Entry::getDN).toList()
                            + "; leave it to one of them");
        }
        return found.stream().findFirst();
    }

    SearchRequest request(FilterTemplate filter, AskedName name, String[] attributes, int limit) {
        return request(filter.fill(name), name, attributes, limit);
    }

    SearchRequest request(Filter filter, AskedName name, String[] attributes, int limit) {
        return request(base(name).toString(), scope(), filter, attributes, limit);
    }

    /// Where a group is looked for.
    AskedName groupName(Address address) {
        return new AskedName(
                address, groupBase().hasPlaces() ? address.domain() : config.domains().getFirst());
    }

    private DnTemplate groupBase() {
        return config.groups().base().orElse(config.base());
    }

    /// One name for each place where groups are.
    List<AskedName> groupPlaces() {
        List<Domain> domains = config.domains();
        return (groupBase().hasPlaces() ? domains : domains.subList(0, 1))
                .stream().map(domain -> groupName(Nobody.of(domain))).toList();
    }

    /// One name for each place where accounts are.
    List<AskedName> places() {
        List<Domain> domains = config.domains();
        return (config.base().hasPlaces() ? domains : domains.subList(0, 1))
                .stream().map(domain -> name(Nobody.of(domain))).toList();
    }

    SearchRequest groupRequest(Filter filter, AskedName name, String[] attributes, int limit) {
        SearchScope scope = config.groups().base().isPresent() ? SearchScope.SUB : scope();
        return request(groupBase().fill(name).toString(), scope, filter, attributes, limit);
    }

    /// The group of this distinguished name; what lies where groups are not is none.
    Optional<SearchResultEntry> readGroup(
            LDAPConnection ldap, String dn, Filter filter, AskedName name, String[] attributes)
            throws LDAPException {
        return DN.isValidDN(dn) && new DN(dn).isDescendantOf(groupBase().fill(name), true)
                ? read(ldap, dn, filter, attributes)
                : Optional.empty();
    }

    private SearchScope scope() {
        return config.scope() == LdapConfig.Scope.ONE ? SearchScope.ONE : SearchScope.SUB;
    }

    private SearchRequest request(
            String base, SearchScope scope, Filter filter, String[] attributes, int limit) {
        long seconds = Math.max(1, config.connection().answerLimit().toSeconds());
        return new SearchRequest(
                new Found(limit),
                base,
                scope,
                DereferencePolicy.NEVER,
                limit,
                Math.toIntExact(seconds),
                false,
                filter,
                attributes);
    }

    /// At most as many entries as the request's limit.
    List<SearchResultEntry> search(LDAPConnection ldap, SearchRequest request)
            throws LDAPException {
        Found found = found(request);
        try {
            var _ = ldap.search(request);
        } catch (LDAPSearchException failure) {
            if (!failure.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)
                    || found.entries.size() < request.getSizeLimit()) {
                throw failure;
            }
        } catch (LDAPRuntimeException tooMany) {
            throw tooMany.getLDAPException(); // the server does not keep to the limit
        }
        found.check(config.connection().referrals());
        return found.entries;
    }

    private static Found found(SearchRequest request) {
        return (Found) Objects.requireNonNull(request.getSearchResultListener());
    }

    /// An entry by its name; empty when it is not there.
    Optional<SearchResultEntry> read(LDAPConnection ldap, String dn, String... attributes)
            throws LDAPException {
        return read(ldap, dn, Filter.createPresenceFilter("objectClass"), attributes);
    }

    private Optional<SearchResultEntry> read(
            LDAPConnection ldap, String dn, Filter filter, String[] attributes)
            throws LDAPException {
        try {
            return search(ldap, request(dn, SearchScope.BASE, filter, attributes, 1)).stream()
                    .findFirst();
        } catch (LDAPException failure) {
            if (failure.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)
                    || failure.getResultCode().equals(ResultCode.INVALID_DN_SYNTAX)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /// All entries that a search finds, page by page. RFC 2696.
    ///
    /// @param request a fresh one for each page
    /// @return false when that was enough
    boolean pages(Supplier<SearchRequest> request, Predicate<List<SearchResultEntry>> more) {
        try (LdapClient.Session session = client.open()) {
            ASN1OctetString cookie = new ASN1OctetString();
            for (int page = 0; page < MAX_PAGES; page++) {
                SearchRequest next = paged(request.get(), cookie);
                Page got = session.ask("list", ldap -> page(ldap, next));
                if (!more.test(got.entries())) {
                    return false;
                }
                if (got.cookie().isEmpty()) {
                    return true;
                }
                cookie = got.cookie().get();
            }
        }
        throw new UnusableEntryException(
                "the directory "
                        + config.connection().directory()
                        + " gives more than "
                        + MAX_PAGES
                        + " pages");
    }

    /// All entries that a search finds, within one question.
    ///
    /// @param most when there are more, that many and another are given
    List<SearchResultEntry> whole(LDAPConnection ldap, Supplier<SearchRequest> request, int most)
            throws LDAPException {
        List<SearchResultEntry> all = new ArrayList<>();
        Optional<ASN1OctetString> cookie = Optional.of(new ASN1OctetString());
        while (cookie.isPresent() && all.size() <= most) {
            Page got = page(ldap, paged(request.get(), cookie.get()));
            all.addAll(got.entries());
            cookie = got.cookie();
        }
        return all;
    }

    private SearchRequest paged(SearchRequest request, ASN1OctetString cookie) {
        request.setSizeLimit(0); // it would be one for all pages
        request.addControl(new SimplePagedResultsControl(config.pageSize(), cookie, true));
        return request;
    }

    /// @param cookie for the next one; empty after the last
    private record Page(List<SearchResultEntry> entries, Optional<ASN1OctetString> cookie) {}

    private Page page(LDAPConnection ldap, SearchRequest request) throws LDAPException {
        Found found = found(request);
        try {
            SearchResult result = ldap.search(request);
            @Nullable SimplePagedResultsControl control = SimplePagedResultsControl.get(result);
            return new Page(
                    found.entries,
                    Optional.ofNullable(control)
                            .filter(SimplePagedResultsControl::moreResultsToReturn)
                            .map(SimplePagedResultsControl::getCookie));
        } catch (LDAPRuntimeException tooMany) {
            throw tooMany.getLDAPException();
        }
    }

    /// Collects, up to a limit that the server was told too.
    private static final class Found implements SearchResultListener {
        @Serial private static final long serialVersionUID = 1L;

        private final int limit;
        private final transient List<SearchResultEntry> entries = new ArrayList<>();
        private @Nullable String elsewhere;

        Found(int limit) {
            this.limit = limit;
        }

        /// The only way out of a search is to leave its connection. THREATS L03
        @Override
        public void searchEntryReturned(SearchResultEntry entry) {
            if (entries.size() == limit) {
                throw new LDAPRuntimeException(
                        new LDAPException(
                                ResultCode.DECODING_ERROR,
                                "it gives more than the " + limit + " entries asked for"));
            }
            entries.add(entry);
        }

        @Override
        public void searchReferenceReturned(SearchResultReference reference) {
            elsewhere = String.join(" ", reference.getReferralURLs());
        }

        /// Nothing here, and something there that was not asked: that is no answer.
        void check(Referrals referrals) throws LDAPException {
            if (entries.isEmpty() && elsewhere != null && referrals != Referrals.IGNORE) {
                throw new LDAPException(
                        ResultCode.REFERRAL,
                        "it refers to "
                                + elsewhere
                                + "; name that server too and set referrals to \"follow\", or set"
                                + " it to \"ignore\"");
            }
        }
    }
}
