// SPDX-License-Identifier: Apache-2.0

/// The built-in directory: accounts, domains and aliases in the server's own store.
///
/// Names are answered from an index in memory ({@link org.pabal.directory.builtin.DirectoryIndex}),
/// loaded at the start and renewed with every change; credentials are read from the store at each
/// log-in. A change is one commit under a lock, refused by the engine when another process was
/// quicker, in which case the index is loaded anew and the change judged again. The index is
/// renewed after the commit is durable: nobody sees a change that a crash could take back.
@NullMarked
package org.pabal.directory.builtin;

import org.jspecify.annotations.NullMarked;
