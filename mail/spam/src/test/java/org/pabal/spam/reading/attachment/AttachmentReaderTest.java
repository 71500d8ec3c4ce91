// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pabal.spam.ReadingLimits;
import org.pabal.spam.reading.attachment.Attachment.Member;
import org.pabal.spam.reading.attachment.Attachment.Trait;

class AttachmentReaderTest {
    private static final byte[] PROGRAM =
            latin1("MZ\u0090\0\3\0\0\0\4\0\0\0\u00ff\u00ff" + "\0".repeat(80));

    @ParameterizedTest
    @CsvSource({
        "setup.exe, PROGRAM",
        "x.SCR, PROGRAM",
        "x.exe., PROGRAM",
        "a.js, SCRIPT",
        "a.hta, SCRIPT",
        "a.lnk, SHORTCUT",
        "a.iso, DISK_IMAGE",
        "invoice.pdf.exe, DOUBLE_EXTENSION",
        "'invoice.pdf               .exe', LONG_GAP_IN_NAME",
        "invoice\u202Efdp.exe, TURNED_NAME",
        "page.html, HTML_PAGE",
    })
    void namesTell(String name, Trait trait) {
        assertThat(read(name, "application/octet-stream", latin1("text")).traits()).contains(trait);
    }

    @ParameterizedTest
    @CsvSource({"report.pdf", "photo.v2.jpg", "a b c.docx", "명세서 (1).hwp", "archive.tar.gz"})
    void ordinaryNamesTellNothing(String name) {
        assertThat(read(name, "application/octet-stream", latin1("text")).traits()).isEmpty();
    }

    @Test
    void octetsTellMoreThanNames() {
        Attachment program = read("holiday.jpg", "image/jpeg", PROGRAM);
        assertThat(program.kind()).isEqualTo(FileKind.WINDOWS_PROGRAM);
        assertThat(program.traits()).contains(Trait.PROGRAM, Trait.OTHER_KIND);
        assertThat(read("", "audio/x-wav", PROGRAM).traits())
                .contains(Trait.PROGRAM, Trait.OTHER_KIND);
        assertThat(read("a.pdf", "application/pdf", latin1("<html><script>")).traits())
                .contains(Trait.ACTIVE_HTML_PAGE, Trait.OTHER_KIND);
        assertThat(
                        read("MZ.txt", "text/plain", latin1("MZ is a text of no harm ".repeat(9)))
                                .kind())
                .isEqualTo(FileKind.TEXT);
    }

    @Test
    void documentsThatDoSomething() {
        assertThat(
                        read(
                                        "a.pdf",
                                        "application/pdf",
                                        latin1(
                                                "%PDF-1.4 /OpenAction << /S /J#61vaScript /JS (x)>>"))
                                .traits())
                .containsExactly(Trait.ACTIVE_CONTENT);
        assertThat(read("a.pdf", "", latin1("%PDF-1.4 /S /Launch /F (cmd)")).traits())
                .containsExactly(Trait.STARTS_OTHERS);
        assertThat(read("a.pdf", "", latin1("%PDF-1.4 /JavaScripts /Types /JSON")).traits())
                .isEmpty();
        assertThat(
                        read(
                                        "a.doc",
                                        "",
                                        latin1("{\\rtf1 {\\object\\objupdate{\\*\\objdata 0105}}}"))
                                .traits())
                .contains(Trait.STARTS_OTHERS, Trait.ACTIVE_CONTENT);
        assertThat(read("a.doc", "", ole("_VBA_PROJECT")).traits()).containsExactly(Trait.MACROS);
        assertThat(read("a.xls", "", ole("EncryptedPackage")).traits())
                .containsExactly(Trait.ENCRYPTED);
        assertThat(read("a.doc", "", ole("WordDocument")).traits()).isEmpty();
    }

    @Test
    void packedObjectsOfPdfAreRead() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(packed)) {
            out.write(latin1("1 0 << /S /JavaScript /JS (app.alert(1)) >>"));
        }
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        pdf.write(latin1("%PDF-1.5\n1 0 obj << /Type /ObjStm /N 1 >> stream\r\n"));
        pdf.write(packed.toByteArray());
        pdf.write(latin1("\nendstream"));
        assertThat(read("a.pdf", "", pdf.toByteArray()).traits())
                .containsExactly(Trait.ACTIVE_CONTENT);
    }

    @Test
    void macrosInOfficeArchives() throws IOException {
        byte[] plain =
                zip("[Content_Types].xml", latin1("<x/>"), "word/document.xml", latin1("<w/>"));
        byte[] macros =
                zip("[Content_Types].xml", latin1("<x/>"), "word/vbaProject.bin", latin1("x"));
        byte[] template =
                zip(
                        "[Content_Types].xml",
                        latin1("<x/>"),
                        "word/_rels/settings.xml.rels",
                        latin1("<R Type=\"http://x/attachedTemplate\" TargetMode=\"External\"/>"));
        assertThat(read("a.docx", "", plain).kind()).isEqualTo(FileKind.OFFICE_XML);
        assertThat(read("a.docx", "", plain).traits()).isEmpty();
        assertThat(read("a.docm", "", macros).traits()).containsExactly(Trait.MACROS);
        assertThat(read("a.docx", "", template).traits()).containsExactly(Trait.STARTS_OTHERS);
    }

    @Test
    void membersOfArchives() throws IOException {
        Attachment zip =
                read(
                        "a.zip",
                        "application/zip",
                        zip("doc/readme.txt", latin1("hi"), "b.jpg", PROGRAM));
        assertThat(zip.members())
                .containsExactly(
                        new Member("doc/readme.txt", FileKind.TEXT, false, 1),
                        new Member("b.jpg", FileKind.WINDOWS_PROGRAM, false, 1));
        assertThat(zip.traits()).containsExactly(Trait.PROGRAM_INSIDE);
        assertThat(read("a.zip", "", zip("invoice.pdf.js", latin1("x"))).traits())
                .containsExactlyInAnyOrder(Trait.PROGRAM_INSIDE, Trait.DOUBLE_EXTENSION);
        assertThat(read("a.zip", "", zip("in.zip", zip("x.exe", PROGRAM))).members())
                .extracting(Member::name)
                .containsExactly("in.zip", "x.exe");
        byte[] gzip = gzip(tar("x.vbs", latin1("MsgBox 1")));
        Attachment tarball = read("a.tgz", "", gzip);
        assertThat(tarball.members()).extracting(Member::name).contains("x.vbs");
        assertThat(tarball.traits()).containsExactly(Trait.PROGRAM_INSIDE);
    }

    @Test
    void guardedArchives() throws IOException {
        byte[] zip = zip("x.exe", PROGRAM);
        zip[6] |= 1;
        zip[indexOf(zip, "PK\1\2") + 8] |= 1;
        assertThat(read("a.zip", "", zip).traits())
                .containsExactlyInAnyOrder(Trait.ENCRYPTED, Trait.PROGRAM_INSIDE);
        assertThat(read("a.rar", "", rar4("secret.exe", 4)).traits())
                .containsExactlyInAnyOrder(Trait.ENCRYPTED, Trait.PROGRAM_INSIDE);
        assertThat(read("a.rar", "", rar5("photo.scr")).members())
                .extracting(Member::name)
                .containsExactly("photo.scr");
    }

    @Test
    void anArchiveWithTwoListsOfFiles() throws IOException {
        byte[] two = concat(zip("hidden.exe", PROGRAM), zip("shown.txt", latin1("hi")));
        Attachment both = read("a.zip", "", two);
        assertThat(both.members())
                .extracting(Member::name)
                .containsExactlyInAnyOrder("hidden.exe", "shown.txt");
        assertThat(both.traits()).contains(Trait.AMBIGUOUS, Trait.PROGRAM_INSIDE);
    }

    /// THREATS M14.
    @Test
    void bombsAreNotOpened() throws IOException {
        byte[] zeros = new byte[ReadingLimits.UNPACKED_OCTETS / 2];
        Attachment zip = read("a.zip", "", zip("zeros", zeros));
        assertThat(zip.traits()).containsExactly(Trait.UNSCANNABLE);
        assertThat(read("a.gz", "", gzip(zeros)).traits()).containsExactly(Trait.UNSCANNABLE);
        byte[] nested = zip("x.txt", latin1("x"));
        for (int i = 0; i < 4; i++) {
            nested = zip(i + ".zip", nested);
        }
        Attachment deep = read("a.zip", "", nested);
        assertThat(deep.traits()).containsExactly(Trait.UNSCANNABLE);
        assertThat(deep.members())
                .allMatch(member -> member.depth() <= ReadingLimits.ARCHIVE_DEPTH);
    }

    /// Many names for one packed file: each opens to little, all together to more than the bound.
    @Test
    void membersThatShareTheirOctetsCountEach() throws IOException {
        byte[] inner = zip("x.zip", new byte[1 << 20]);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(many)) {
            for (int i = 0; i < 2 * ReadingLimits.MEMBERS; i++) {
                out.putNextEntry(new ZipEntry(i + ".zip"));
                out.write(inner);
            }
        }
        Attachment read = read("a.zip", "", many.toByteArray());
        assertThat(read.members()).hasSizeLessThanOrEqualTo(ReadingLimits.MEMBERS);
        assertThat(read.traits()).contains(Trait.UNSCANNABLE);
    }

    private static Attachment read(String name, String type, byte[] octets) {
        return new AttachmentReader().read(List.of(name), type, octets, true);
    }

    private static byte[] zip(Object... namesAndOctets) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            for (int i = 0; i < namesAndOctets.length; i += 2) {
                out.putNextEntry(new ZipEntry((String) namesAndOctets[i]));
                out.write((byte[]) namesAndOctets[i + 1]);
            }
        }
        return zip.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(plain);
        }
        return gzip.toByteArray();
    }

    private static byte[] tar(String name, byte[] content) {
        byte[] tar = new byte[512 * 4];
        System.arraycopy(latin1(name), 0, tar, 0, name.length());
        System.arraycopy(latin1("%011o".formatted(content.length)), 0, tar, 124, 11);
        System.arraycopy(latin1("ustar"), 0, tar, 257, 5);
        System.arraycopy(content, 0, tar, 512, content.length);
        return tar;
    }

    private static byte[] rar4(String name, int flags) {
        byte[] rar = new byte[7 + 13 + 32 + name.length() + 8];
        System.arraycopy(latin1("Rar!\u001a\7\0"), 0, rar, 0, 7);
        rar[9] = 0x73;
        rar[12] = 13;
        int file = 20;
        rar[file + 2] = 0x74;
        rar[file + 3] = (byte) flags;
        rar[file + 5] = (byte) (32 + name.length());
        rar[file + 26] = (byte) name.length();
        System.arraycopy(latin1(name), 0, rar, file + 32, name.length());
        return rar;
    }

    private static byte[] rar5(String name) {
        String file = "\2\0" + "\0\5\0\0\0" + (char) name.length() + name;
        return latin1(
                "Rar!\u001a\7\1\0"
                        + "CRC1\3\1\0\0"
                        + "CRC2"
                        + (char) file.length()
                        + file
                        + "CRC3");
    }

    private static byte[] ole(String name) {
        StringBuilder wide = new StringBuilder("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1");
        name.chars().forEach(c -> wide.append((char) c).append('\0'));
        return latin1(wide.toString());
    }

    private static int indexOf(byte[] octets, String text) {
        return new String(octets, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
