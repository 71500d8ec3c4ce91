// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.attachment;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A file in a mail: any part that is neither text to be shown nor made of other parts.
///
/// @param name as declared, decoded; empty without one
/// @param declaredType such as `application/pdf`
/// @param kind what its octets are
/// @param octets decoded, as far as they were there to be read
/// @param isWhole false when a part of it lay behind the window
/// @param members of archives, and of archives in them
/// @param traits what is remarkable about it or its members
public record Attachment(
        String name,
        String declaredType,
        FileKind kind,
        long octets,
        boolean isWhole,
        List<Member> members,
        Set<Trait> traits) {
    public Attachment {
        members = List.copyOf(members);
        traits = Set.copyOf(traits);
    }

    /// The same with another trait.
    public Attachment with(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(traits);
        return new Attachment(name, declaredType, kind, octets, isWhole, members, more);
    }

    /// A file in an archive.
    ///
    /// @param name with its path; empty when the archive tells none
    /// @param depth 1 in the attached archive itself
    public record Member(String name, FileKind kind, boolean isEncrypted, int depth) {}

    /// What is remarkable about a file.
    public enum Trait {
        /// Something that the system runs: by its octets or by what its name ends in.
        PROGRAM,
        /// A program or script within an archive or disk image.
        PROGRAM_INSIDE,
        /// A script that the system runs, such as `.js`, `.vbs`, `.ps1`.
        SCRIPT,
        /// A shortcut that runs something.
        SHORTCUT,
        /// Macros of an office program.
        MACROS,
        /// A document that runs scripts, such as JavaScript in PDF.
        ACTIVE_CONTENT,
        /// A document that starts a program or loads a template from elsewhere.
        STARTS_OTHERS,
        /// A page of HTML to be opened apart from the mail.
        HTML_PAGE,
        /// A page of HTML with a script or a form in it.
        ACTIVE_HTML_PAGE,
        /// A disk image.
        DISK_IMAGE,
        /// Nobody can look in without a password.
        ENCRYPTED,
        /// Opens to more than the bounds, or is nested too deep: what is in it was not looked at.
        UNSCANNABLE,
        /// Octets that are something else than the name or the declared type say.
        OTHER_KIND,
        /// `invoice.pdf.exe`
        DOUBLE_EXTENSION,
        /// Characters in the name that turn the direction of text around.
        TURNED_NAME,
        /// Spaces that push the end of the name out of sight.
        LONG_GAP_IN_NAME,
        /// Several readings of the part are possible, by doubled fields or garbage in its encoding.
        AMBIGUOUS
    }
}
