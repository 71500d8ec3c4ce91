// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.NamedMailbox;
import org.pabal.mailbox.MetadataEntry;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.SpecialUse;

/// What a client may read of annotations: of one mailbox, or of the server. RFC 5464.
///
/// @param mailbox empty for the server's: private ones are the account's, shared ones come from the
///     settings
record Annotations(Authenticated user, Optional<NamedMailbox> mailbox) {

    /// An own mailbox's special use. RFC 6154 §5.4.
    static final MetadataName SPECIAL_USE = MetadataName.of("/private/specialuse");

    /// RFC 5464 §3.2.1.1.
    private static final MetadataName ADMIN = MetadataName.of("/shared/admin");

    private static final Rights ANY = Rights.of("rswip");

    /// The mailbox must be visible, and more than that. RFC 5464 §3.3. Administrators need no more.
    static boolean mayRead(Authenticated user, NamedMailbox mailbox) {
        return mailbox.rights().has(Rights.LOOKUP)
                && (mailbox.rights().hasAnyOf(ANY) || user.administers(mailbox.owner()));
    }

    /// Ascending by name.
    ///
    /// @param depth as in {@link org.pabal.mailbox.AccountMailboxes#metadata}
    List<MetadataEntry> read(List<MetadataName> names, int depth) {
        List<MetadataEntry> entries = new ArrayList<>();
        if (mailbox.isPresent()) {
            NamedMailbox there = mailbox.get();
            entries.addAll(there.mailboxes().metadata(Optional.of(there.id()), names, depth));
            if (there.isOwn()) {
                there.info()
                        .specialUse()
                        .map(SpecialUse::attribute)
                        .ifPresent(use -> addIfAsked(SPECIAL_USE, use, names, depth, entries));
            }
        } else {
            entries.addAll(user.mailboxes().metadata(Optional.empty(), names, depth));
            user.sharing()
                    .adminContact()
                    .ifPresent(uri -> addIfAsked(ADMIN, uri, names, depth, entries));
        }
        entries.sort(Comparator.comparing(MetadataEntry::name));
        return entries;
    }

    private static void addIfAsked(
            MetadataName name,
            String value,
            List<MetadataName> names,
            int depth,
            List<MetadataEntry> entries) {
        boolean asked =
                names.stream()
                        .mapToInt(name::levelsBelow)
                        .anyMatch(level -> level >= 0 && level <= depth);
        if (asked) {
            entries.add(new MetadataEntry(name, value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// The values of these entries, NIL for those without one.
    void writeValues(List<MetadataName> names) throws IOException {
        List<MetadataEntry> found = read(names, 0);
        write(found, missing(names, found));
    }

    /// In the order asked for, each once.
    static List<MetadataName> missing(List<MetadataName> asked, List<MetadataEntry> found) {
        Set<MetadataName> names = new HashSet<>();
        found.forEach(entry -> names.add(entry.name()));
        return asked.stream().filter(names::add).toList();
    }

    /// One METADATA response; entries that were asked for by name and have no value are NIL.
    void write(List<MetadataEntry> entries, List<MetadataName> missing) throws IOException {
        if (entries.isEmpty() && missing.isEmpty()) {
            return;
        }
        ResponseWriter out = user.out().ascii("* METADATA ");
        if (mailbox.isPresent()) {
            user.writeName(mailbox.get().address());
        } else {
            out.ascii("\"\"");
        }
        String before = " (";
        for (MetadataEntry entry : entries) {
            out.ascii(before).astring(entry.name().text()).octet(' ');
            writeValue(out, entry.value());
            before = " ";
        }
        for (MetadataName name : missing) {
            out.ascii(before).astring(name.text()).ascii(" NIL");
            before = " ";
        }
        out.octet(')').crlf();
    }

    /// `value = nstring / literal8`
    private static void writeValue(ResponseWriter out, byte[] value) throws IOException {
        boolean printable = true;
        boolean nul = false;
        for (byte octet : value) {
            printable &= octet >= ' ' && octet < 127;
            nul |= octet == 0;
        }
        if (printable) {
            out.string(new String(value, StandardCharsets.US_ASCII));
        } else if (nul) {
            out.beginLiteral8(value.length).inLiteral(value, 0, value.length);
        } else {
            out.literal(value);
        }
    }
}
