// SPDX-License-Identifier: Apache-2.0

/// Extended regular expressions of POSIX (IEEE 1003.1 §9.4), as draft-ietf-sieve-regex asks for
/// them, in time linear in the text.
///
/// An expression becomes a program of bounded size, and all ways through it are followed at once,
/// so nothing is ever tried twice and no expression takes long (THREATS V03). The match is the
/// leftmost one and of those the longest, as POSIX says. What each group stands for is decided as
/// most engines do, from left to right and as much as possible, which differs from POSIX in
/// expressions where a group could match in several ways.
///
/// Back-references are no part of extended expressions, and could not be linear.
@NullMarked
package org.pabal.sieve.regex;

import org.jspecify.annotations.NullMarked;
