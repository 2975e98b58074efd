/**
 * The deletion of rows that are over, in batches, on any number of nodes. It does not
 * know what the rows mean: whoever owns a table says when one of its rows is over.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.purge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
