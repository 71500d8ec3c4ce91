// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.link;

import java.util.Set;

/// A place that a mail leads to, or loads from.
///
/// @param place where in the mail it stands
/// @param href as written, references of HTML resolved; cut at a bound
/// @param shown the text that people see in place of it; empty where they see none or itself
/// @param scheme in lower case, such as `https` or `mailto`; empty for a reference within the mail
/// @param host as a browser would ask for it: ASCII, lower case, an address of IPv4 in four decimal
///     numbers, of IPv6 in brackets; of `mailto` the domain; empty without one
/// @param domain that somebody has registered, such as `example.co.kr`; empty where there is none
/// @param path with query and fragment, as written
/// @param tricks what about it is meant to mislead
public record Link(
        Place place,
        String href,
        String shown,
        String scheme,
        String host,
        String domain,
        String path,
        Set<Trick> tricks) {
    public Link {
        tricks = Set.copyOf(tricks);
    }

    /// Where a link stands.
    public enum Place {
        /// In text, where a mail program may make it a link.
        TEXT,
        /// What is followed by a click.
        ANCHOR,
        /// What is loaded to be shown.
        IMAGE,
        /// Where a form's fields go.
        FORM,
        /// Where the reader is sent without a click.
        REFRESH,
        /// In the parameters of another link.
        REDIRECT,
        /// Style sheets, frames, backgrounds.
        RESOURCE
    }

    /// How a link misleads, or hides from those who look for it.
    public enum Trick {
        /// `https://bank.example@evil.example/`
        USER_IN_FRONT,
        /// An address in place of a name.
        ADDRESS,
        /// An address that is not written as four decimal numbers.
        DISGUISED_ADDRESS,
        /// Octets of the host are percent-encoded.
        ENCODED_HOST,
        /// Slashes that are missing, too many or backward.
        ODD_SLASHES,
        /// Line ends, tabs or invisible characters within.
        INVISIBLE_CHARACTERS,
        /// A name in another script than ASCII.
        INTERNATIONAL,
        /// Letters of several scripts in one label of the name, or look-alikes of Latin ones.
        MIXED_SCRIPTS,
        /// A port that websites do not use.
        ODD_PORT,
        /// Names another place among its parameters.
        REDIRECT,
        /// What it shows names another host than where it leads.
        SHOWS_OTHER_HOST,
        /// The document itself, as `data:`.
        DATA,
        /// `javascript:` and the like.
        SCRIPT
    }
}
