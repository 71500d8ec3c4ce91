// SPDX-License-Identifier: Apache-2.0

/// An index of the text of each account's messages, so that `SEARCH BODY` and `SEARCH TEXT`
/// (RFC 9051 §6.4.4) need not read them all.
///
/// **What it holds.** For each message the *grams* of its folded text: every three chars that follow
/// each other in a run, and the shorter ends of runs; each once, header section and body apart. A
/// message that lacks one of the grams of a needle does not hold the needle: that is sure. A needle
/// of up to three chars is a gram, or begins one: then it is sure as well that the others hold it.
/// With a longer needle the messages that have all its grams are read. So no search finds anything
/// else than a scan does, in any script, and a needle may begin and end within a word.
///
/// **Where.** A directory per account, named by its number, with an index of Lucene. It is a cache:
/// it can be deleted at any time. One thread writes all of them.
///
/// **When.** Arrivals are only counted. An account's new messages are indexed together when there
/// are many, or the first of them has waited for long, or somebody searches; the thread rests
/// three times as long as it works unless a search waits. Messages that the index does not have yet
/// are read by who searches.
///
/// **What a crash leaves.** The last commit of the index, which says how far it goes. It is not
/// synced: after a crash of the machine all checksums are verified before the index is used, and an
/// index that is damaged, from another version or from another store is thrown away and made anew.
@NullMarked
package org.pabal.search;

import org.jspecify.annotations.NullMarked;
