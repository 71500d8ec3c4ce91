// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.attachment;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pabal.spam.ReadingLimits;
import org.pabal.spam.reading.attachment.Attachment.Member;
import org.pabal.spam.reading.attachment.Attachment.Trait;

/// Looks into the files of one mail: the bounds on archives are for all of them together.
///
/// Total, whatever the octets are. What lies beyond a bound is called unscannable and not looked at
/// (THREATS M14); of a file that is not whole, what is there is read.
public final class AttachmentReader {
    private static final Octets NOTHING = Octets.of(new byte[0]);
    private static final int STORED_START = 64 << 10; // disk images show themselves that far in

    private final Inflation inflation = new Inflation();
    private int membersLeft = ReadingLimits.MEMBERS;

    /// @param names that it is given, the first one to be shown; all of them are judged
    /// @param declaredType such as `image/png`
    /// @param octets decoded
    public Attachment read(
            List<String> names, String declaredType, byte[] octets, boolean isWhole) {
        Octets file = Octets.of(octets);
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        List<Member> members = new ArrayList<>();
        FileKind kind = look(file, 0, traits, members);
        for (String name : names) {
            traits.addAll(FileName.traits(name));
            if (FileName.belies(name, declaredType, kind)) {
                traits.add(Trait.OTHER_KIND);
            }
        }
        boolean page = names.stream().anyMatch(FileName::isPage);
        if ((page || declaredType.equals("text/html")) && kind != FileKind.HTML) {
            Documents.page(file, traits);
        }
        if (names.isEmpty() && FileName.belies("", declaredType, kind)) {
            traits.add(Trait.OTHER_KIND);
        }
        if (inflation.isBeyond()) {
            traits.add(Trait.UNSCANNABLE);
        }
        String name = names.isEmpty() ? "" : cut(names.getFirst());
        return new Attachment(name, declaredType, kind, octets.length, isWhole, members, traits);
    }

    private static String cut(String name) {
        return name.length() > ReadingLimits.NAME_CHARS
                ? name.substring(0, ReadingLimits.NAME_CHARS)
                : name;
    }

    /// @param depth 0 for the attachment itself
    private FileKind look(Octets file, int depth, Set<Trait> traits, List<Member> members) {
        FileKind kind = Magic.of(file);
        switch (kind) {
            case WINDOWS_PROGRAM, UNIX_PROGRAM, MAC_PROGRAM, HELP -> add(traits, depth);
            case SHORTCUT -> traits.add(depth == 0 ? Trait.SHORTCUT : Trait.PROGRAM_INSIDE);
            case DISK_IMAGE -> traits.add(Trait.DISK_IMAGE);
            case OFFICE_BINARY -> Documents.office(file, traits);
            case ONENOTE -> Documents.onenote(file, traits);
            case RTF -> Documents.rtf(file, traits);
            case PDF -> Documents.pdf(file, inflation, traits);
            case HTML, SVG -> {
                if (depth == 0) {
                    Documents.page(file, traits);
                }
            }
            case ZIP -> kind = zip(file, depth, traits, members);
            case GZIP -> gzip(file, depth, traits, members);
            case TAR -> tar(file, depth, traits, members);
            case RAR -> rar(file, depth, traits, members);
            case SEVEN_ZIP -> sevenZip(file, traits);
            default -> {}
        }
        return kind;
    }

    private static void add(Set<Trait> traits, int depth) {
        traits.add(depth == 0 ? Trait.PROGRAM : Trait.PROGRAM_INSIDE);
    }

    private FileKind zip(Octets file, int depth, Set<Trait> traits, List<Member> members) {
        ZipEntries zip = ZipEntries.read(file);
        FileKind kind = FileKind.ZIP;
        long unpacked = 0;
        for (ZipEntries.Entry entry : zip.entries()) {
            if (entry.name().equals("[Content_Types].xml")) {
                kind = FileKind.OFFICE_XML;
            }
            unpacked += entry.size();
        }
        if (zip.differ()) {
            traits.add(Trait.AMBIGUOUS);
        }
        if (Inflation.isBomb(file.length(), unpacked)) {
            traits.add(Trait.UNSCANNABLE);
        }
        for (ZipEntries.Entry entry : zip.entries()) {
            if (membersLeft == 0) {
                traits.add(Trait.UNSCANNABLE);
                break;
            }
            parts(entry, traits);
            if (!entry.name().endsWith("/")) {
                member(entry, depth + 1, traits, members);
            }
        }
        return kind;
    }

    /// Files that documents and programs have within them.
    private void parts(ZipEntries.Entry entry, Set<Trait> traits) {
        String name = entry.name().toLowerCase(Locale.ROOT);
        if (name.endsWith("vbaproject.bin")
                || name.contains("macrosheets/")
                || name.startsWith("basic/")) {
            traits.add(Trait.MACROS);
        } else if (name.contains("embeddings/oleobject") || name.contains("activex/")) {
            traits.add(Trait.ACTIVE_CONTENT);
        } else if (name.equals("classes.dex")) {
            traits.add(Trait.PROGRAM);
        } else if (name.endsWith("settings.xml.rels") || name.endsWith("document.xml.rels")) {
            Octets links = start(entry);
            if (links.contains("targetmode=\"external\"")
                    && (links.contains("/attachedtemplate") || links.contains("/oleobject"))) {
                traits.add(Trait.STARTS_OTHERS);
            }
        }
    }

    private void member(
            ZipEntries.Entry entry, int depth, Set<Trait> traits, List<Member> members) {
        if (entry.isEncrypted()) {
            traits.add(Trait.ENCRYPTED);
            add(new Member(entry.name(), FileKind.UNKNOWN, true, depth), traits, members);
            return;
        }
        FileKind kind = Magic.of(start(entry));
        if (isArchive(kind) || kind == FileKind.PDF || kind == FileKind.OFFICE_BINARY) {
            if (depth >= ReadingLimits.ARCHIVE_DEPTH && isArchive(kind)) {
                traits.add(Trait.UNSCANNABLE);
            } else {
                add(new Member(entry.name(), kind, false, depth), traits, members);
                look(whole(entry), depth, traits, members);
                return;
            }
        }
        add(new Member(entry.name(), kind, false, depth), traits, members);
    }

    private static boolean isArchive(FileKind kind) {
        return switch (kind) {
            case ZIP, GZIP, TAR, RAR, SEVEN_ZIP -> true;
            default -> false;
        };
    }

    private void add(Member member, Set<Trait> traits, List<Member> members) {
        if (membersLeft == 0) {
            traits.add(Trait.UNSCANNABLE);
            return;
        }
        membersLeft--;
        members.add(member);
        boolean runs =
                switch (member.kind()) {
                    case WINDOWS_PROGRAM, UNIX_PROGRAM, MAC_PROGRAM, SHORTCUT, HELP -> true;
                    default -> FileName.runs(member.name());
                };
        if (runs) {
            traits.add(Trait.PROGRAM_INSIDE);
        }
        for (Trait trait : FileName.traits(member.name())) {
            switch (trait) {
                case DOUBLE_EXTENSION, TURNED_NAME, LONG_GAP_IN_NAME, DISK_IMAGE ->
                        traits.add(trait);
                default -> {}
            }
        }
    }

    private Octets start(ZipEntries.Entry entry) {
        return opened(entry, false);
    }

    private Octets whole(ZipEntries.Entry entry) {
        return opened(entry, true);
    }

    private Octets opened(ZipEntries.Entry entry, boolean whole) {
        if (inflation.isBeyond()) {
            return NOTHING;
        }
        return switch (entry.method()) {
            case 0 -> inflation.stored(whole ? entry.data() : entry.data().slice(0, STORED_START));
            case 8 ->
                    Octets.of(
                            whole ? inflation.whole(entry.data()) : inflation.start(entry.data()));
            default -> NOTHING;
        };
    }

    /// RFC 1952 §2.3: the name is in the header, if anywhere.
    private void gzip(Octets file, int depth, Set<Trait> traits, List<Member> members) {
        int flags = file.at(3);
        int at = 10;
        if ((flags & 4) != 0) {
            at += 2 + file.u16(at);
        }
        String name = "";
        if ((flags & 8) != 0) {
            int end = at;
            while (end < file.length() && file.at(end) != 0) {
                end++;
            }
            name = file.text(at, Math.min(end, at + ReadingLimits.NAME_CHARS));
            at = end + 1;
        }
        if ((flags & 16) != 0) {
            while (at < file.length() && file.at(at) != 0) {
                at++;
            }
            at++;
        }
        at += (flags & 2) != 0 ? 2 : 0;
        if (depth >= ReadingLimits.ARCHIVE_DEPTH || inflation.isBeyond()) {
            traits.add(Trait.UNSCANNABLE);
            return;
        }
        Octets inside = Octets.of(inflation.whole(file.slice(at, file.length())));
        add(new Member(name, Magic.of(inside), false, depth + 1), traits, members);
        look(inside, depth + 1, traits, members);
    }

    private void tar(Octets file, int depth, Set<Trait> traits, List<Member> members) {
        long at = 0;
        while (at + 512 <= file.length() && file.at((int) at) != 0 && membersLeft > 0) {
            int header = (int) at;
            String name = file.text(header, header + 100);
            int end = name.indexOf('\0');
            long size = octal(file, header + 124);
            Octets data = file.slice(at + 512, at + 512 + size);
            FileKind kind = Magic.of(data);
            add(
                    new Member(end < 0 ? name : name.substring(0, end), kind, false, depth + 1),
                    traits,
                    members);
            if (isArchive(kind)) {
                if (depth + 1 >= ReadingLimits.ARCHIVE_DEPTH) {
                    traits.add(Trait.UNSCANNABLE);
                } else {
                    look(data, depth + 1, traits, members);
                }
            }
            at += 512 + (size + 511) / 512 * 512;
        }
    }

    private static long octal(Octets file, int at) {
        long value = 0;
        for (int i = at; i < at + 12; i++) {
            int digit = file.at(i) - '0';
            if (digit >= 0 && digit < 8) {
                value = value * 8 + digit;
            }
        }
        return Math.min(value, Integer.MAX_VALUE);
    }

    private void rar(Octets file, int depth, Set<Trait> traits, List<Member> members) {
        RarEntries rar = RarEntries.read(file);
        if (rar.isEncrypted()) {
            traits.add(Trait.ENCRYPTED);
        }
        for (Member member : rar.members()) {
            add(
                    new Member(member.name(), member.kind(), member.isEncrypted(), depth + 1),
                    traits,
                    members);
        }
    }

    /// The names are packed as a rule; the method of encryption is named at the end.
    private static void sevenZip(Octets file, Set<Trait> traits) {
        Octets end = file.slice(file.length() - 4_096L, file.length());
        for (int i = 0; i + 4 <= end.length(); i++) {
            if (end.startsWith(i, 0x06, 0xF1, 0x07, 0x01)) {
                traits.add(Trait.ENCRYPTED);
                return;
            }
        }
    }
}
