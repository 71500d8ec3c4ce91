// SPDX-License-Identifier: Apache-2.0

/// The one directory that every door asks: the built-in one, and behind it the sources that the
/// settings attach ({@link org.pabal.directory.source.DirectorySource}).
///
/// Of a domain that is given to a source, what stands in the built-in directory comes first: aliases
/// of the domain, aliases and accounts under the very address. Then the source is asked. What it
/// says is remembered for a short time, and served for longer while it is down: then a name that is
/// not remembered is neither there nor unknown, but temporarily without an answer (THREATS S34, A13).
///
/// An account of a source gets a number of the same counter as those of the store, when it is needed
/// for the first time, and keeps it for good under the source's name and its key there. So
/// mailboxes follow a person through changes of address, and never go to another person who gets
/// the address later.
///
/// A group of a source, to which rights are given, has such a number too. Who belongs to it is asked
/// of the source by keys.
@NullMarked
package org.pabal.directory.joined;

import org.jspecify.annotations.NullMarked;
