// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.pabal.message.Domain;

/// The search operation, with paged results (RFC 2696). RFC 4511 §4.5.
final class Searches {
    static final String PAGED = SimplePagedResultsControl.PAGED_RESULTS_OID;

    private final ViewClient client;
    private final RootEntries roots;

    /// One at a time: a new one takes its place. RFC 2696 §3.
    private Optional<Open> open = Optional.empty();

    private int cookies;

    /// A search whose next page can be asked for.
    ///
    /// @param scans whether it looks at all entries
    private record Open(byte[] cookie, Question question, ViewSearch search, boolean scans) {}

    /// What may not change from page to page. RFC 2696 §3.
    private record Question(
            String base,
            SearchScope scope,
            String filter,
            List<String> attributes,
            Viewer viewer) {}

    /// Found entries, or why there are none.
    private record Found(List<ViewEntry> entries, Result result, Optional<Control> control) {
        static Found none(Result result) {
            return new Found(List.of(), result, Optional.empty());
        }
    }

    Searches(ViewClient client, RootEntries roots) {
        this.client = client;
        this.roots = roots;
    }

    /// Who asks has changed.
    void forget() {
        open = Optional.empty();
    }

    void answer(int id, SearchRequestProtocolOp request, List<Control> controls)
            throws IOException {
        Found found = find(request, controls);
        Selection selection = Selection.of(request.getAttributes(), request.typesOnly());
        for (ViewEntry entry : found.entries()) {
            client.send(
                    id, new SearchResultEntryProtocolOp(entry.dn(), attributes(entry, selection)));
        }
        client.send(
                id,
                new SearchResultDoneProtocolOp(
                        found.result().code(), null, found.result().message(), null),
                found.control().stream().toList());
    }

    private static List<Attribute> attributes(ViewEntry entry, Selection selection) {
        return entry.attributes().entrySet().stream()
                .filter(each -> selection.has(each.getKey()))
                .map(each ->
                        selection.typesOnly()
                                ? new Attribute(each.getKey().title())
                                : new Attribute(each.getKey().title(), each.getValue()))
                .toList();
    }

    private Found find(SearchRequestProtocolOp request, List<Control> controls) {
        ViewFilter filter;
        try {
            filter = ViewFilter.of(request.getFilter());
        } catch (ViewFilter.TooCostly e) {
            return Found.none(Result.adminLimit(String.valueOf(e.getMessage())));
        }
        Optional<TreeName> base = TreeName.parse(request.getBaseDN());
        if (base.isEmpty()) {
            return Found.none(
                    new Result(
                            ResultCode.INVALID_DN_SYNTAX_INT_VALUE,
                            "the base is not a distinguished name"));
        }
        if (request.getScope().equals(SearchScope.BASE) || base.get() instanceof TreeName.Schema) {
            Optional<ViewEntry> special = roots.find(base.get());
            if (special.isPresent()) {
                return judged(List.of(special.get()), filter);
            }
        }
        if (client.viewer() instanceof Viewer.Nobody) {
            return Found.none(Result.BIND_FIRST);
        }
        Optional<SimplePagedResultsControl> paging;
        try {
            paging = paging(controls);
        } catch (LDAPException e) {
            return Found.none(Result.protocolError("no control of RFC 2696"));
        }
        return paging.isPresent()
                ? page(request, base.get(), filter, paging.get())
                : whole(request, base.get(), filter);
    }

    private static Found judged(List<ViewEntry> entries, ViewFilter filter) {
        return new Found(
                entries.stream()
                        .filter(entry -> filter.judge(entry) == ViewFilter.Truth.TRUE)
                        .toList(),
                Result.SUCCESS,
                Optional.empty());
    }

    private static Optional<SimplePagedResultsControl> paging(List<Control> controls)
            throws LDAPException {
        for (Control control : controls) {
            if (control.getOID().equals(PAGED)) {
                return Optional.of(
                        new SimplePagedResultsControl(
                                PAGED, control.isCritical(), control.getValue()));
            }
        }
        return Optional.empty();
    }

    private Found whole(SearchRequestProtocolOp request, TreeName base, ViewFilter filter) {
        Begun begun = begin(request, base, filter);
        if (begun.refused().isPresent()) {
            return Found.none(begun.refused().get());
        }
        int asked = request.getSizeLimit();
        int own = client.config.maxEntries();
        int most = asked > 0 ? Math.min(asked, own) : own;
        Optional<ViewSearch.Page> page = look(begun, most + 1, request.getTimeLimit());
        if (page.isEmpty()) {
            return Found.none(BUSY);
        }
        List<ViewEntry> entries = page.get().entries();
        if (entries.size() > most) {
            return new Found(entries.subList(0, most), tooMany(asked), Optional.empty());
        }
        return new Found(entries, ended(page.get().end(), request), Optional.empty());
    }

    private static final Result BUSY =
            new Result(
                    ResultCode.BUSY_INT_VALUE,
                    "too many searches look at all entries; try again, or ask for one address");

    private Result tooMany(int asked) {
        int own = client.config.maxEntries();
        return asked > 0 && asked <= own
                ? new Result(ResultCode.SIZE_LIMIT_EXCEEDED_INT_VALUE, "there are more")
                : Result.adminLimit("there are more than " + own + "; ask page by page (RFC 2696)");
    }

    private Result ended(ViewSearch.End end, SearchRequestProtocolOp request) {
        if (end != ViewSearch.End.OUT_OF_TIME) {
            return Result.SUCCESS;
        }
        int asked = request.getTimeLimit();
        return asked > 0 && asked <= client.config.maxTime().toSeconds()
                ? new Result(ResultCode.TIME_LIMIT_EXCEEDED_INT_VALUE, "there may be more")
                : Result.adminLimit("there may be more, for which there is no time");
    }

    /// @param refused why there is nothing to search
    private record Begun(Optional<Result> refused, ViewSearch search, boolean scans) {}

    private Begun begin(SearchRequestProtocolOp request, TreeName base, ViewFilter filter) {
        Viewer viewer = client.viewer();
        ViewSearch nothing =
                new ViewSearch(List.<ViewEntry>of().iterator(), filter, client.services.clock());
        if (!(base instanceof TreeName.Root) && client.entries.find(base, viewer).isEmpty()) {
            return new Begun(Optional.of(Result.NO_SUCH_OBJECT), nothing, false);
        }
        List<Domain> visible =
                client.services.names().now().domains().stream().filter(viewer::sees).toList();
        Candidates candidates =
                new Candidates(
                        client.services.directory(),
                        client.services.names(),
                        client.entries,
                        client.config.posix(),
                        viewer,
                        SearchArea.of(base, request.getScope(), visible));
        boolean one =
                base instanceof TreeName.Person
                        || base instanceof TreeName.Group
                        || request.getScope().equals(SearchScope.BASE);
        Optional<List<ViewEntry>> indexed = one ? Optional.empty() : candidates.byIndex(filter);
        Iterator<ViewEntry> all = indexed.map(List::iterator).orElseGet(candidates::all);
        return new Begun(
                Optional.empty(),
                new ViewSearch(all, filter, client.services.clock()),
                !one && indexed.isEmpty());
    }

    /// A search that looks at everything does so with few others. Nothing is said to the peer
    /// meanwhile.
    ///
    /// @return empty when it did not come to its turn
    private Optional<ViewSearch.Page> look(Begun begun, int most, int asked) {
        Duration time = client.config.maxTime();
        if (asked > 0 && asked < time.toSeconds()) {
            time = Duration.ofSeconds(asked);
        }
        if (!begun.scans()) {
            return Optional.of(begun.search().next(most, time));
        }
        try {
            if (!client.services.scans().tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(begun.search().next(most, time));
        } finally {
            client.services.scans().release();
        }
    }

    private Found page(
            SearchRequestProtocolOp request,
            TreeName base,
            ViewFilter filter,
            SimplePagedResultsControl control) {
        Question question =
                new Question(
                        request.getBaseDN(),
                        request.getScope(),
                        request.getFilter().toString(),
                        request.getAttributes(),
                        client.viewer());
        Optional<Open> before = open;
        open = Optional.empty();
        byte[] cookie = control.getCookie().getValue();
        Begun begun;
        if (cookie.length == 0) {
            begun = begin(request, base, filter);
        } else {
            Optional<Open> goesOn =
                    before.filter(last -> Arrays.equals(last.cookie(), cookie))
                            .filter(last -> last.question().equals(question));
            if (goesOn.isEmpty()) {
                return Found.none(
                        Result.unwilling("there is no such search any more; begin it again"));
            }
            begun = new Begun(Optional.empty(), goesOn.get().search(), goesOn.get().scans());
        }
        if (begun.refused().isPresent()) {
            return Found.none(begun.refused().get());
        }
        if (control.getSize() == 0 && cookie.length > 0) { // RFC 2696 §3: given up
            return new Found(List.of(), Result.SUCCESS, Optional.of(end()));
        }
        return page(begun, question, control.getSize(), request);
    }

    private Found page(Begun begun, Question question, int size, SearchRequestProtocolOp request) {
        int own = client.config.maxEntries();
        int most = size > 0 ? Math.min(size, own) : own;
        Optional<ViewSearch.Page> page = look(begun, most, request.getTimeLimit());
        if (page.isEmpty()) {
            return Found.none(BUSY);
        }
        List<ViewEntry> entries = page.get().entries();
        if (page.get().end() == ViewSearch.End.ALL) {
            return new Found(entries, Result.SUCCESS, Optional.of(end()));
        }
        if (page.get().end() == ViewSearch.End.OUT_OF_TIME && entries.isEmpty()) {
            return Found.none(ended(page.get().end(), request));
        }
        byte[] cookie = new byte[] {(byte) (++cookies >> 8), (byte) cookies};
        open = Optional.of(new Open(cookie, question, begun.search(), begun.scans()));
        return new Found(
                entries,
                Result.SUCCESS,
                Optional.of(new SimplePagedResultsControl(0, new ASN1OctetString(cookie))));
    }

    private static Control end() {
        return new SimplePagedResultsControl(0, new ASN1OctetString());
    }
}
