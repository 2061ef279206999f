package io.scorta.server.store;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One record of a type, the same at every run, with every part filled and every choice taken.
final class Sample {
  private static final int NUMBER = 7;

  /// The enums that were met; their constants are persisted by name.
  private final SortedSet<String> enums = new TreeSet<>();

  /// The sealed interfaces that were met, with each of their forms.
  private final SortedMap<Class<?>, List<Record>> choices =
      new TreeMap<>(Comparator.comparing(Class::getName));

  SortedSet<String> enums() {
    return enums;
  }

  SortedMap<Class<?>, List<Record>> choices() {
    return choices;
  }

  <T> T of(Class<T> type) {
    return type.cast(value(type));
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      return switch (((Class<?>) generic.getRawType()).getSimpleName()) {
        case "List" -> values(of[0]);
        case "Set", "SortedSet" -> new TreeSet<>(values(of[0]));
        case "Optional" -> Optional.of(value(of[0]));
        case "Map" -> Map.of(value(of[0]), value(of[1]));
        case "SortedMap" -> new TreeMap<>(Map.of(value(of[0]), value(of[1])));
        default -> throw new IllegalArgumentException("no sample of " + type);
      };
    }
    return plain((Class<?>) type);
  }

  /// A list shows every form that its elements may have.
  private List<Object> values(Type element) {
    if (element instanceof Class<?> choice && choice.isSealed()) {
      return List.copyOf(forms(choice));
    }
    return List.of(value(element));
  }

  private List<Record> forms(Class<?> choice) {
    if (!choices.containsKey(choice)) {
      choices.put(choice, List.of()); // A form that holds the choice itself shows it empty.
      List<Record> forms = new ArrayList<>();
      for (Class<?> form : choice.getPermittedSubclasses()) {
        forms.add((Record) value(form));
      }
      choices.put(choice, forms);
    }
    return choices.get(choice);
  }

  private Object plain(Class<?> type) {
    if (type == String.class) {
      return "text";
    }
    if (type == int.class || type == Integer.class) {
      return NUMBER;
    }
    if (type == long.class || type == Long.class) {
      return (long) NUMBER;
    }
    if (type == boolean.class || type == Boolean.class) {
      return true;
    }
    if (type == double.class || type == Double.class) {
      return (double) NUMBER;
    }
    if (type == Instant.class) {
      return Instant.parse("2026-11-25T01:02:03.456789Z");
    }
    if (type.isEnum()) {
      enums.add(type.getName() + " " + Arrays.toString(type.getEnumConstants()));
      return type.getEnumConstants()[0];
    }
    if (type.isSealed()) {
      return forms(type).getFirst();
    }
    return record(type);
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException("no sample of " + type + ": is it a record?");
    }
    Class<?>[] types = new Class<?>[components.length];
    List<Object> parts = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      parts.add(value(components[i].getGenericType()));
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(parts.toArray());
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new IllegalArgumentException("no sample of " + type + " from " + parts, e);
    }
  }
}
