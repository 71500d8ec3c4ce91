// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam;

/// How much of one mail is read for the filter. What lies beyond counts for nothing; the mail is
/// judged by the rest.
public final class ReadingLimits {
    /// The beginning of the content that is read at all.
    public static final int WINDOW_OCTETS = 512 << 10;

    /// Text that people see, of all parts together.
    public static final int TEXT_CHARS = 256 << 10;

    /// Text that they do not see.
    public static final int HIDDEN_CHARS = 64 << 10;

    /// Of the subject, and of a display name.
    public static final int HEADER_TEXT_CHARS = 10_000;

    /// Addresses of one field.
    public static final int ADDRESSES = 1_000;

    /// Links kept; of one host and place one is, unless it shows another host than its own.
    public static final int LINKS = 300;

    /// Links looked at.
    public static final int LINKS_SEEN = 3_000;

    /// Of one link.
    public static final int URL_CHARS = 2_000;

    /// Of what a link shows.
    public static final int SHOWN_CHARS = 200;

    /// Elements of HTML that are open at a time; those within the last count as its own.
    public static final int HTML_DEPTH = 100;

    public static final int ATTACHMENTS = 100;

    /// Members of all archives in one mail.
    public static final int MEMBERS = 500;

    /// Archives in archives.
    public static final int ARCHIVE_DEPTH = 3;

    /// Octets that all archives of one mail open to.
    public static final int UNPACKED_OCTETS = 64 << 20;

    /// So many times an archive's own size it may open to.
    public static final int UNPACKED_RATIO = 100;

    /// Of the name of a file.
    public static final int NAME_CHARS = 500;

    private ReadingLimits() {}
}
